package peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers of the platform's messages: what is read of one that came, and all of one that goes. */
final class Envelope {
    private final Map<String, byte[]> constant = new LinkedHashMap<>();

    /** `sample`: [name, value] of every header of one event as the service itself sends it. */
    Envelope(JsonNode sample) {
        sample.forEach(pair -> constant.put(pair.get(0).textValue(), bytes(pair.get(1).textValue())));
    }

    /** `SetDeadline` of `dk.selvbooking.SetDeadline.v1`. */
    static String type(Headers headers) {
        String[] parts = text(headers, "ce_type").split("\\.");
        return parts[parts.length - 2];
    }

    static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** Of the same names and sizes as the service's own; what ties it to its citizen and its command is its own. */
    Headers of(String type, String citizen, int sequence, Headers command) {
        Map<String, byte[]> all = new LinkedHashMap<>(constant);
        all.put("ce_type", bytes("dk.selvbooking." + type + ".v1"));
        all.put("ce_id", bytes("deadlines/" + citizen + "/deadlines.events/" + sequence));
        all.put("ce_subject", bytes(citizen));
        all.put("ce_sequence", bytes(Integer.toString(sequence)));
        all.put("ce_time", command.lastHeader("ce_recordedtime").value());
        all.put("ce_causationid", command.lastHeader("ce_id").value());
        all.put("ce_correlationid", command.lastHeader("ce_correlationid").value());
        Headers headers = new RecordHeaders();
        all.forEach(headers::add);
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
