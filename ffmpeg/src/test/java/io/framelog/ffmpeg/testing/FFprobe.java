package io.framelog.ffmpeg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffprobe;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's own program that tells what a file has in it, of the build that Framelog brings. */
public final class FFprobe {
    private FFprobe() {}

    /**
     * Asks for entries of a file.
     *
     * @param entries as ffprobe's -show_entries has them
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
