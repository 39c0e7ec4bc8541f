package io.framelog.ffmpeg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffprobe;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's ffprobe, from the build that Framelog includes, prints the contents of a file. */
public final class FFprobe {
    private FFprobe() {}

    /**
     * Prints entries of a file.
     *
     * @param entries the value of ffprobe's option -show_entries
     * @return a line for each section, its values separated by commas
     */
    public static List<String> ask(Path file, String entries) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Loader.load(ffprobe.class), "-v", "error"));
        command.addAll(List.of("-of", "csv=p=0", "-show_entries", entries, file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        return said.lines().filter(line -> !line.isBlank()).toList();
    }
}
