package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.servers.Topics;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** One video, as fast as each program makes JPEGs of it. What it returns are frames per second. */
final class FileRace {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) frames sent in [0-9.]+ s: ([0-9.]+) fps");

    /** A line of ffmpeg's -progress. */
    private static final String COUNT = "frame=";

    private final Workbench bench;
    private final Clip clip;
    private final Topics topics;
    private long frames;

    FileRace(Workbench bench, Clip clip) {
        this.bench = bench;
        this.clip = clip;
        topics = new Topics(bench.framelog().bootstrapServer());
    }

    /** How many frames the video has, as the publisher has counted. */
    long frames() {
        return frames;
    }

    /** Framelog's publisher, by what it says itself at its end. */
    double publisher(List<String> options) throws InterruptedException {
        String topic = bench.framelog().newTopic();
        List<String> arguments = new ArrayList<>(List.of("--speed", "max"));
        arguments.addAll(options);
        arguments.add(clip.joined().toString());
        try (RunningCommand running = bench.framelog().publisher(topic, Map.of(), arguments)) {
            String output = String.join("\n", running.awaitSuccess(PATIENCE));
            Matcher summary = SUMMARY.matcher(output);
            if (!summary.find()) {
                throw new CommandFailure(ExitCode.UNEXPECTED, "the publisher does not say its rate: " + output);
            }
            frames = Long.parseLong(summary.group(1));
            return Double.parseDouble(summary.group(2));
        } finally {
            topics.delete(topic);
        }
    }

    /**
     * FFmpeg's command, decoding and encoding into nothing, by what it counts.
     *
     * @param program the command
     */
    double ffmpeg(String program, int threads) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, "-v", "error", "-progress", "-", "-nostdin"));
        command.addAll(List.of("-i", clip.joined().toString(), "-an", "-c:v", "mjpeg", "-q:v", "4"));
        command.addAll(List.of("-threads", Integer.toString(threads), "-f", "null", "-"));
        long begin = System.nanoTime();
        try (RunningCommand running = bench.commands().start(Map.of(), command)) {
            List<String> output = running.awaitSuccess(PATIENCE);
            double seconds = (System.nanoTime() - begin) / 1e9;
            long counted = output.stream()
                    .filter(line -> line.startsWith(COUNT))
                    .mapToLong(line -> Long.parseLong(line.substring(COUNT.length())))
                    .max()
                    .orElse(0);
            if (counted != frames) {
                bench.say("ffmpeg encoded %d frames, the publisher %d", counted, frames);
            }
            return counted / seconds;
        }
    }

    /** The FFmpeg that the publisher uses, as a command. */
    static String bundledFfmpeg() {
        return Loader.load(ffmpeg.class);
    }

    /** The Python program, by what it prints; it gets the video once, since it is slow. */
    double python(String interpreter, int quality) throws InterruptedException {
        String topic = bench.framelog().newTopic();
        topics.create(topic, 8);
        List<String> command = List.of(
                interpreter,
                bench.options().root().resolve("benchmarks/python/publisher.py").toString(),
                bench.framelog().bootstrapServer(),
                topic,
                clip.once().toString(),
                Integer.toString(quality));
        try (RunningCommand running = bench.commands().start(Map.of(), command)) {
            List<String> output = running.awaitSuccess(PATIENCE);
            return Double.parseDouble(output.get(output.size() - 1));
        } catch (NumberFormatException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "publisher.py prints no rate", e);
        } finally {
            topics.delete(topic);
        }
    }

    /** The interpreter that {@link #python} wants. */
    static Optional<String> interpreter(Workbench bench) {
        return bench.python().with("cv2", "kafka");
    }
}
