package peer;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** The partition of a citizen, as everywhere on the platform: the last 32 bits of the id, modulo the partitions. */
final class ByShard implements StreamPartitioner<String, byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(String topic, String citizen, byte[] value, int partitions) {
        return Optional.of(Set.of((int) (Long.parseLong(citizen, 28, 36, 16) % partitions)));
    }
}
