package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.camera.SyntheticPictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of JPEGs without times, which plays at 25 per second. */
final class Clip {
    private Clip() {}

    static Path write(Path folder, int frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SyntheticPictures.make(320, 240, frames, 10_000).forEach(bytes::writeBytes);
        return Files.write(folder.resolve("clip.mjpeg"), bytes.toByteArray());
    }
}
