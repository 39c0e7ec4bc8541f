package io.framelog.viewer.http;

import io.framelog.frame.StreamAddress;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Identity;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the address that a client probably meant by one that does not exist. Immutable. */
final class NearMisses {
    private static final String LIVE = ".mjpeg";
    private static final String NEWEST = ".jpg";
    /** A clip needs a beginning. */
    private static final String SINCE = "?from=-5m";

    /** The words in an address that mean the ending of a stream's address. */
    private static final Map<String, String> ENDINGS = endings();

    /** Addresses without a stream. */
    private static final Map<String, String> OTHERS = Map.of(
            "health", "/healthz",
            "ready", "/readyz",
            "prometheus", "/metrics",
            "index.html", "/",
            "index.htm", "/",
            "home", "/",
            "cameras", "/streams",
            "list", "/streams");

    private final StreamNames streams;

    NearMisses(StreamNames streams) {
        this.streams = streams;
    }

    private static Map<String, String> endings() {
        Map<String, String> endings = new HashMap<>();
        List.of("mjpeg", "mjpg", "mpjpeg", "live", "stream", "video", "feed", "video_feed", "videofeed", "hls", "m3u8")
                .forEach(word -> endings.put(word, LIVE));
        List.of("jpg", "jpeg", "jpe", "png", "snapshot", "snap", "image", "picture", "photo", "frame", "still")
                .forEach(word -> endings.put(word, NEWEST));
        List.of("mp4", "m4v", "mov", "webm", "clip").forEach(word -> endings.put(word, ".mp4" + SINCE));
        List.of("mkv", "zip").forEach(word -> endings.put(word, "." + word + SINCE));
        List.of("timeline", "events").forEach(word -> endings.put(word, "/" + word));
        return endings;
    }

    /**
     * A sentence that names the right address; empty if none comes near.
     *
     * @param path of the request, percent-encoded
     * @param client only streams that the client may see are named
     */
    Optional<String> hint(String path, Identity client) {
        List<String> parts = parts(path);
        Optional<String> known = ofKnownStream(path, client);
        if (known.isPresent() || parts.isEmpty()) {
            return known;
        }
        String first = parts.get(0).toLowerCase(Locale.ROOT);
        if (parts.size() > 1 && (first.equals("streams") || first.equals("stream"))) {
            return Optional.of("a stream is at /streams/NAME.mjpeg, its newest frame at /streams/NAME.jpg; "
                    + "/streams lists all streams");
        }
        return ending(parts)
                .or(() -> ofExtension(first))
                .map(ending -> ending.equals(NEWEST) ? "/snapshot" : "/stream")
                .or(() -> Optional.ofNullable(OTHERS.get(first)))
                .map(NearMisses::question);
    }

    /** The same, but only if the address contains the name of a stream that exists. */
    Optional<String> ofKnownStream(String path, Identity client) {
        List<String> parts = parts(path);
        for (String name : names(parts)) {
            Optional<StreamName> whole = streams.find(name, client);
            if (whole.isPresent()) {
                List<String> others =
                        parts.stream().filter(part -> !part.equals(name)).toList();
                return Optional.of(hint(whole.get(), ending(others)));
            }
            Optional<String> ending = ofExtension(name);
            Optional<StreamName> stream =
                    ending.flatMap(any -> streams.find(name.substring(0, name.lastIndexOf('.')), client));
            if (stream.isPresent()) {
                return Optional.of(hint(stream.get(), ending));
            }
        }
        return Optional.empty();
    }

    private static String hint(StreamName stream, Optional<String> ending) {
        String address = StreamAddress.of(stream);
        return ending.map(known -> question(address + known))
                .orElse("the stream '" + stream + "' is at " + address + LIVE + ", its newest frame at " + address
                        + NEWEST);
    }

    private static String question(String address) {
        return "did you mean " + address + "?";
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty())
                .map(NearMisses::decoded)
                .toList();
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    /** What may be the stream's name: all behind the first part, as a name may have slashes, or one part. */
    private static List<String> names(List<String> parts) {
        List<String> names = new ArrayList<>();
        if (parts.size() > 1) {
            String rest = String.join("/", parts.subList(1, parts.size()));
            names.add(rest);
            names.add("/" + rest);
        }
        names.addAll(parts);
        return names;
    }

    /** The ending that the last fitting part means. */
    private static Optional<String> ending(List<String> parts) {
        return parts.stream()
                .flatMap(part -> Stream.ofNullable(ENDINGS.get(part.toLowerCase(Locale.ROOT))))
                .reduce((before, last) -> last);
    }

    private static Optional<String> ofExtension(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.indexOf('.') < 0 ? Optional.empty() : Optional.ofNullable(ENDINGS.get(extension));
    }
}
