package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.camera.SyntheticPictures;
import io.framelog.benchmarks.recording.ManyStreams;
import io.framelog.benchmarks.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The pictures of a video as JPEGs of 640x480. */
final class ClipPictures {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MOST = 600;
    private static final int MADE = 16;

    private ClipPictures() {}

    /** Of the video that the options name; without one, pictures that are made. */
    static List<byte[]> at(int framesPerSecond, Workbench bench) throws IOException, InterruptedException {
        Optional<Path> clip = bench.options().file();
        if (clip.isEmpty()) {
            return SyntheticPictures.make(
                    Recording.SIZE.width(), Recording.SIZE.height(), MADE, ManyStreams.FRAME_BYTES);
        }
        String prefix = "picture-" + framesPerSecond + "-";
        bench.commands()
                .run(
                        LIMIT,
                        List.of(
                                "ffmpeg",
                                "-y",
                                "-loglevel",
                                "error",
                                "-i",
                                clip.get().toString(),
                                "-vf",
                                "fps=" + framesPerSecond + ",scale=640:480",
                                "-frames:v",
                                Integer.toString(MOST),
                                "-q:v",
                                "3",
                                bench.scratch().resolve(prefix + "%04d.jpg").toString()));
        List<byte[]> pictures = new ArrayList<>();
        try (Stream<Path> files = Files.list(bench.scratch())) {
            for (Path file : files.filter(it -> String.valueOf(it.getFileName()).startsWith(prefix))
                    .sorted()
                    .toList()) {
                pictures.add(Files.readAllBytes(file));
            }
        }
        return pictures;
    }
}
