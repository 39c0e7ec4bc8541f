package io.framelog.viewer.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;

/** Writes JSON. */
public final class JsonText {
    private JsonText() {}

    /** Writes an object of strings, numbers, booleans, lists and objects, as UTF-8. */
    public static byte[] write(Map<String, ?> members) {
        try {
            return JSON.std.asString(members).getBytes(UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a map of plain values is always JSON", e);
        }
    }
}
