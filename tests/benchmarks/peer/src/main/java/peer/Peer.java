package peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/** The job of the deadlines service as a Kafka Streams application: exactly once, state in RocksDB. Settings by environment. */
public final class Peer {
    private Peer() {}

    public static void main(String[] arguments) throws Exception {
        JsonNode sample = new ObjectMapper().readTree(new File(env("BENCH_SAMPLE")));
        KafkaStreams streams = new KafkaStreams(topology(sample), settings());
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
    }

    private static Topology topology(JsonNode sample) {
        var text = Serdes.String();
        var bytes = Serdes.ByteArray();
        StreamPartitioner<String, byte[]> byShard = new ByShard();
        return new Topology()
            .addSource("in", text.deserializer(), bytes.deserializer(), env("BENCH_FACTS"), env("BENCH_IN"))
            .addProcessor("decide", () -> new Decide(sample), "in")
            .addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(Decide.CASES), text, bytes)
                    .withCachingEnabled(),
                "decide")
            .addSink("out", env("BENCH_OUT"), text.serializer(), bytes.serializer(), byShard, "decide");
    }

    /** Tuned for throughput: fewer and larger commits, batches and polls than the defaults. */
    private static Properties settings() {
        Properties told = new Properties();
        told.put(StreamsConfig.APPLICATION_ID_CONFIG, env("BENCH_GROUP"));
        told.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, env("SELVBOOKING_KAFKA"));
        told.put(StreamsConfig.STATE_DIR_CONFIG, env("BENCH_STATE"));
        told.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        told.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, env("BENCH_WORKERS"));
        told.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500);
        told.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L << 20);
        told.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5000);
        told.put(consumer(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        told.put(consumer(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5000);
        told.put(consumer(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 2 << 20);
        told.put(consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 60_000);
        told.put(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        told.put(producer(ProducerConfig.LINGER_MS_CONFIG), 50);
        told.put(producer(ProducerConfig.BATCH_SIZE_CONFIG), 512 << 10);
        told.put(producer(ProducerConfig.BUFFER_MEMORY_CONFIG), 64L << 20);
        return told;
    }

    private static String consumer(String name) {
        return StreamsConfig.mainConsumerPrefix(name);
    }

    private static String producer(String name) {
        return StreamsConfig.producerPrefix(name);
    }

    private static String env(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set");
        }
        return value;
    }
}
