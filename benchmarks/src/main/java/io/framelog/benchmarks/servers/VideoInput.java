package io.framelog.benchmarks.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The camera that the servers show.
 *
 * @param publisherArguments how Framelog's publisher opens it
 * @param device its V4L2 device, where it is one
 * @param environment of processes that open the device
 */
public record VideoInput(List<String> publisherArguments, Optional<Path> device, Map<String, String> environment) {
    /** A camera that speaks HTTP. */
    public static VideoInput http(URI address) {
        return new VideoInput(List.of("--url", address.toString()), Optional.empty(), Map.of());
    }

    /** The V4L2 device {@code /dev/videoN}. */
    public static VideoInput device(int number, Map<String, String> environment) {
        return new VideoInput(
                List.of("--camera", Integer.toString(number), "--size", "640x480"),
                Optional.of(Path.of("/dev/video" + number)),
                Map.copyOf(environment));
    }
}
