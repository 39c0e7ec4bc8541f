package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.camera.Camera;
import io.framelog.benchmarks.load.WallClock;
import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.servers.Contestants;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Http;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the sections share.
 *
 * @param scratch a folder that is deleted at the end
 * @param clock the clock of cameras and clients
 * @param progress where people see how far it is
 */
public record Workbench(
        RunOptions options,
        Path scratch,
        Commands commands,
        Framelog framelog,
        Http http,
        WallClock clock,
        PrintStream progress) {
    /** Measures a case once. */
    interface Measurement<K, S> {
        S measure(K key) throws IOException, InterruptedException;
    }

    /** Describes a sample in the progress. */
    interface Words<K, S> {
        String of(K key, S sample);
    }

    /** Measures all cases one after the other, as many rounds as the options say. */
    <K, S> List<Row<K, S>> rounds(String section, List<K> cases, Measurement<K, S> measurement, Words<K, S> words)
            throws IOException, InterruptedException {
        List<Row<K, S>> rows =
                cases.stream().map(key -> new Row<K, S>(key, new ArrayList<>())).toList();
        for (int round = 1; round <= options.rounds(); round++) {
            for (Row<K, S> row : rows) {
                S sample = measurement.measure(row.key());
                row.samples().add(sample);
                say("%s, round %d: %s", section, round, words.of(row.key(), sample));
            }
        }
        return rows;
    }

    /** Prints a line of progress. */
    public void say(String format, Object... values) {
        progress.println(text(format, values));
        progress.flush();
    }

    /** Formats text in the same way everywhere. */
    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** The camera that the options name. */
    Camera camera() throws IOException {
        return options.device().isPresent()
                ? Camera.device(options.device().getAsInt(), options.deviceEnvironment())
                : Camera.small(clock);
    }

    /** The servers that are compared. */
    Contestants contestants() throws InterruptedException {
        Path scripts = options.root().resolve("benchmarks/python");
        return new Contestants(
                framelog, commands, http, scripts, options.device().isPresent());
    }
}
