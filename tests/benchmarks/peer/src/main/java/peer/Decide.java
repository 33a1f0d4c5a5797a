package peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Facts change the case and say nothing; a command is tested by the case and answered by events with a list of rules. */
final class Decide implements Processor<String, byte[], String, byte[]> {
    static final String CASES = "cases";
    private static final Set<String> MUST_BOOK = Set.of("G1", "G2", "G4O", "G7");
    private static final int BACKDATED = 0;
    private static final int JOINT = Case.day("2024-01-01");
    private static final int AT_LEAST = 8;
    private static final int HELD_WITHIN = 7;

    private final ObjectMapper json = new ObjectMapper();
    private final Envelope envelope;
    private final JsonNode basis;
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> cases;

    Decide(JsonNode sample) {
        envelope = new Envelope(sample.get("headers"));
        basis = sample.get("basis");
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        this.context = context;
        cases = context.getStateStore(CASES);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Case known = Case.of(cases.get(record.key()));
        JsonNode body = read(record.value());
        switch (Envelope.type(record.headers())) {
            case "CitizenRegistered" -> register(known, body);
            case "GuidanceRecorded" -> known.guided = Case.day(body.get("on").textValue());
            case "SetDeadline" -> set(known, body, record);
            default -> throw new IllegalArgumentException("not a message of this job");
        }
        cases.put(record.key(), known.stored());
    }

    private static void register(Case known, JsonNode body) {
        known.since = Case.day(body.get("on").textValue());
        known.bound = MUST_BOOK.contains(body.get("group").textValue());
    }

    private void set(Case known, JsonNode body, Record<String, byte[]> record) {
        int today = Case.day(Envelope.text(record.headers(), "ce_time").substring(0, 10));
        int visible = body.has("visible_on") ? Case.day(body.get("visible_on").textValue()) : today;
        int due = Case.day(body.get("due").textValue());
        String no = refusal(known, body, visible, today, due);
        if (no != null) {
            send("CommandRefused", json.createObjectNode().put("command", "SetDeadline").put("code", no), known, record);
            return;
        }
        if (known.due != Case.NONE) {
            ObjectNode closed = json.createObjectNode().put("deadline", known.deadline.toString());
            send("DeadlineClosed", closed.put("reason", "REPLACED"), known, record);
        }
        known.deadline = UUID.nameUUIDFromBytes(record.headers().lastHeader("ce_id").value());
        known.visible = visible;
        known.due = due;
        send("DeadlineSet", json.createObjectNode()
            .put("deadline", known.deadline.toString())
            .put("visible_on", LocalDate.ofEpochDay(visible).toString())
            .put("due", LocalDate.ofEpochDay(due).toString())
            .put("hold_by", LocalDate.ofEpochDay(due + HELD_WITHIN).toString())
            .put("interview_type", body.has("interview_type") ? body.get("interview_type").textValue() : "JOB")
            .put("owner", Envelope.text(record.headers(), "ce_source")), known, record);
    }

    /** The code of the first condition that fails, null when all hold. */
    private static String refusal(Case known, JsonNode body, int visible, int today, int due) {
        if (known.since == Case.NONE || known.since > visible) {
            return "NOT_REGISTERED";
        }
        if (!known.bound) {
            return "NO_DUTY";
        }
        if (visible < today - BACKDATED) {
            return "VISIBLE_IN_PAST";
        }
        if (body.has("interview_type") && body.get("interview_type").textValue().equals("JOINT") && visible < JOINT) {
            return "SUMMONS_ONLY";
        }
        if (known.guided == Case.NONE || known.guided >= visible) {
            return "NOT_GUIDED";
        }
        return due < visible + AT_LEAST ? "DEADLINE_TOO_SHORT" : null;
    }

    private void send(String type, ObjectNode body, Case known, Record<String, byte[]> command) {
        known.sent++;
        Headers headers = envelope.of(type, command.key(), known.sent, command.headers());
        byte[] value = write(body.set("basis", basis));
        context.forward(new Record<>(command.key(), value, command.timestamp(), headers));
    }

    private JsonNode read(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private byte[] write(JsonNode body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
