package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.report.Markdown;
import java.io.IOException;
import java.util.List;

/** A part of the page. */
public interface Section {
    /** All sections, in the order of the page. */
    static List<Section> all() {
        return List.of(
                new LiveSection(),
                new SlowSection(),
                new ChannelSection(),
                new FileSection(),
                new StreamsSection(),
                new StartSection(),
                new ReplaySection(),
                new DetectSection());
    }

    /** Its name on the command line. */
    String name();

    /**
     * Measures, and then writes the results.
     *
     * @throws io.framelog.cli.CommandFailure if a process that is measured fails
     */
    void run(Workbench bench, Markdown page) throws IOException, InterruptedException;
}
