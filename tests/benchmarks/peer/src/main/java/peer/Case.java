package peer;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.UUID;

/** What is known of one citizen. Days are days since 1970, NONE when there is none. */
final class Case {
    static final int NONE = Integer.MIN_VALUE;
    private static final int BYTES = 37;

    int since = NONE;
    boolean bound;
    int guided = NONE;
    int sent;
    UUID deadline = new UUID(0, 0);
    int visible = NONE;
    int due = NONE;

    static Case of(byte[] stored) {
        Case read = new Case();
        if (stored != null) {
            ByteBuffer from = ByteBuffer.wrap(stored);
            read.since = from.getInt();
            read.bound = from.get() == 1;
            read.guided = from.getInt();
            read.sent = from.getInt();
            read.deadline = new UUID(from.getLong(), from.getLong());
            read.visible = from.getInt();
            read.due = from.getInt();
        }
        return read;
    }

    byte[] stored() {
        return ByteBuffer.allocate(BYTES)
            .putInt(since).put((byte) (bound ? 1 : 0)).putInt(guided).putInt(sent)
            .putLong(deadline.getMostSignificantBits()).putLong(deadline.getLeastSignificantBits())
            .putInt(visible).putInt(due)
            .array();
    }

    static int day(String text) {
        return (int) LocalDate.parse(text).toEpochDay();
    }
}
