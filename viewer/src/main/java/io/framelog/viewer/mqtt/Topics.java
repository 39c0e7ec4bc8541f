package io.framelog.viewer.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.StreamName;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The topics of MQTT. Immutable.
 *
 * @param prefix their first level or levels
 * @param discovery the first level of Home Assistant's discovery; empty for none
 */
public record Topics(String prefix, String discovery) {
    /** What may be in a topic's level and in an id of Home Assistant. */
    private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9_-]");

    private static final int MAX_ID = 64;

    /** Whether this process tells of the streams: {@code online} or {@code offline}. */
    String availability() {
        return prefix + "/availability";
    }

    /** A stream's topic. */
    String of(StreamName stream, String ending) {
        return prefix + "/" + id(stream) + "/" + ending;
    }

    /** The topic in which Home Assistant looks for a stream's entity. */
    String discoveryOf(StreamName stream, String component, String ending) {
        return discovery + "/" + component + "/" + uniqueId(stream) + "/" + ending + "/config";
    }

    /** A stream's id among the devices of Home Assistant. */
    String uniqueId(StreamName stream) {
        return OTHER.matcher(prefix).replaceAll("_") + "_" + id(stream);
    }

    /** The stream's name; if it has other characters, with a checksum of it, so that ids differ as names do. */
    static String id(StreamName stream) {
        String name = stream.value();
        String plain = OTHER.matcher(name).replaceAll("_");
        if (plain.equals(name) && name.length() <= MAX_ID) {
            return name;
        }
        CRC32 sum = new CRC32();
        sum.update(name.getBytes(UTF_8));
        return plain.substring(0, Math.min(MAX_ID, plain.length())) + String.format("-%08x", sum.getValue());
    }
}
