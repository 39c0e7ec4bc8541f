package io.framelog.benchmarks.camera;

import io.framelog.benchmarks.load.WallClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The camera that the servers show.
 *
 * @param description for the page
 * @param publisherArguments how Framelog's publisher opens it
 * @param device its V4L2 device, if it is one
 * @param environment for processes that open the device
 * @param own the benchmark's own camera; empty for a device
 */
public record Camera(
        String description,
        List<String> publisherArguments,
        Optional<Path> device,
        Map<String, String> environment,
        Optional<HttpCamera> own)
        implements AutoCloseable {
    private static final int FRAMES_PER_SECOND = 30;
    private static final int PICTURES = 5;

    /** The V4L2 device {@code /dev/videoN}. */
    public static Camera device(int number, Map<String, String> environment) {
        Path device = Path.of("/dev/video" + number);
        return new Camera(
                "the V4L2 device " + device,
                List.of("--camera", Integer.toString(number), "--size", "640x480"),
                Optional.of(device),
                environment,
                Optional.empty());
    }

    /** A camera of the benchmark's own: 640x480 with pictures of 28 KB. */
    public static Camera small(WallClock clock) throws IOException {
        return http(640, 480, 28_000, clock);
    }

    /** A camera of the benchmark's own: 1920x1080 with pictures of 200 KB. */
    public static Camera large(WallClock clock) throws IOException {
        return http(1920, 1080, 200_000, clock);
    }

    private static Camera http(int width, int height, int bytes, WallClock clock) throws IOException {
        HttpCamera camera =
                new HttpCamera(SyntheticPictures.make(width, height, PICTURES, bytes), FRAMES_PER_SECOND, clock);
        return new Camera(
                "a camera of the harness on HTTP, " + width + "x" + height + " at " + FRAMES_PER_SECOND
                        + " frames per second of " + bytes / 1000 + " KB",
                List.of("--url", camera.address().toString()),
                Optional.empty(),
                Map.of(),
                Optional.of(camera));
    }

    @Override
    public void close() throws IOException {
        if (own.isPresent()) {
            own.get().close();
        }
    }
}
