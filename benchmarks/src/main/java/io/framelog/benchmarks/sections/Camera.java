package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.RunOptions;
import io.framelog.benchmarks.camera.HttpCamera;
import io.framelog.benchmarks.camera.SyntheticPictures;
import io.framelog.benchmarks.servers.VideoInput;
import java.io.IOException;
import java.util.Optional;

/**
 * The camera that a section uses: the device that was named, or one of the harness's own.
 *
 * @param input how servers open it
 * @param words what it is, for people
 * @param own the harness's own; empty where the device is used
 */
public record Camera(VideoInput input, String words, Optional<HttpCamera> own) implements AutoCloseable {
    /** How fast it films. */
    public static final int FRAMES_PER_SECOND = 30;

    private static final int PICTURES = 5;

    /** The device, or 640x480 with pictures of 28 KB. */
    public static Camera open(Workbench bench) throws IOException {
        RunOptions options = bench.options();
        if (options.device().isPresent()) {
            VideoInput input = VideoInput.device(options.device().getAsInt(), options.deviceEnvironment());
            return new Camera(input, "the V4L2 device " + input.device().orElseThrow(), Optional.empty());
        }
        return synthetic(bench, 640, 480, 28_000);
    }

    /** A camera of the harness's own. */
    static Camera synthetic(Workbench bench, int width, int height, int bytes) throws IOException {
        HttpCamera camera = new HttpCamera(
                new SyntheticPictures(width, height).make(PICTURES, bytes), FRAMES_PER_SECOND, bench.clock());
        String words = "a camera of the harness on HTTP, " + width + "x" + height + " at " + FRAMES_PER_SECOND
                + " frames per second of " + bytes / 1000 + " KB";
        return new Camera(VideoInput.http(camera.address()), words, Optional.of(camera));
    }

    @Override
    public void close() throws IOException {
        if (own.isPresent()) {
            own.get().close();
        }
    }
}
