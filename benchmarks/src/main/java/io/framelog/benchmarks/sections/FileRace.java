package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.servers.Topic;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns one video into JPEGs as fast as each program can. The results are frames per second. */
final class FileRace {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) frames sent in [0-9.]+ s: ([0-9.]+) fps");
    /** A line of ffmpeg's -progress. */
    private static final String COUNT = "frame=";

    private final Workbench bench;
    private final Clip clip;
    private long frames;

    FileRace(Workbench bench, Clip clip) {
        this.bench = bench;
        this.clip = clip;
    }

    /** How many frames the video has, by the publisher's count. */
    long frames() {
        return frames;
    }

    /** Framelog's publisher, by its own summary. */
    double publisher(String... options) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--speed", "max"));
        arguments.addAll(List.of(options));
        arguments.add(clip.joined().toString());
        try (Topic topic = bench.framelog().newTopic();
                RunningCommand running = bench.framelog().publisher(topic, arguments)) {
            String output = String.join("\n", running.awaitSuccess(LIMIT));
            Matcher summary = SUMMARY.matcher(output);
            if (!summary.find()) {
                throw new CommandFailure(ExitCode.UNEXPECTED, "the publisher printed no summary: " + output);
            }
            frames = Long.parseLong(summary.group(1));
            return Double.parseDouble(summary.group(2));
        }
    }

    /**
     * FFmpeg's command, which decodes, encodes and writes nothing, by its own count.
     *
     * @param program the command
     */
    double ffmpeg(String program, int threads) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, "-v", "error", "-progress", "-", "-nostdin"));
        command.addAll(List.of("-i", clip.joined().toString(), "-an", "-c:v", "mjpeg", "-q:v", "4"));
        command.addAll(List.of("-threads", Integer.toString(threads), "-f", "null", "-"));
        long begin = System.nanoTime();
        List<String> output = bench.commands().run(LIMIT, command);
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

    /** The Python program, by the rate that it prints. It gets the video once, since it is slow. */
    double python(String interpreter, int quality) throws InterruptedException {
        try (Topic topic = bench.framelog().newTopic()) {
            topic.create(8);
            List<String> output = bench.commands()
                    .run(
                            LIMIT,
                            List.of(
                                    interpreter,
                                    bench.options()
                                            .root()
                                            .resolve("benchmarks/python/publisher.py")
                                            .toString(),
                                    topic.bootstrapServer(),
                                    topic.name(),
                                    clip.once().toString(),
                                    Integer.toString(quality)));
            return Double.parseDouble(output.get(output.size() - 1));
        } catch (NumberFormatException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "publisher.py printed no rate", e);
        }
    }
}
