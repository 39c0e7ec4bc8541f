package io.framelog.viewer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as a CloudEvents 1.0 event: as it is in the log, with what CloudEvents requires and another program left out,
 * and with a link. Immutable.
 */
public record CloudEventJson(Notice notice, Links links) {
    private static final String DATA = "data";
    private static final String SOURCE = "source";

    /**
     * The event in JSON, in UTF-8.
     *
     * @param picture whether the picture may be part of it
     */
    public byte[] bytes(boolean picture) {
        StreamEvent event = notice.event();
        try {
            Map<String, Object> json = new LinkedHashMap<>(JSON.std.mapFrom(notice.json()));
            json.put("specversion", "1.0");
            json.put("id", event.id());
            json.put("type", event.type().value());
            json.put("time", event.time().toString());
            json.put("subject", event.stream().value());
            if (!(json.get(SOURCE) instanceof String source) || source.isEmpty()) {
                json.put(SOURCE, StreamAddress.of(event.stream()));
            }
            if (json.getOrDefault(DATA, Map.of()) instanceof Map<?, ?> members) {
                json.put(DATA, data(members, picture));
            }
            return JSON.std.asString(json).getBytes(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("it was read as JSON before", e);
        }
    }

    private Map<String, Object> data(Map<?, ?> members, boolean picture) {
        Map<String, Object> data = new LinkedHashMap<>();
        members.forEach((name, value) -> data.put(String.valueOf(name), value));
        links.of(notice).ifPresent(link -> data.put("link", link));
        if (!picture) {
            data.remove("picture");
        }
        return data;
    }
}
