package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.report.Markdown;
import java.io.IOException;

/** A group of measurements that makes a part of the page. */
public interface Section {
    /** Its name on the command line. */
    String name();

    /**
     * Measures, and then writes what came out.
     *
     * @throws io.framelog.cli.CommandFailure if a process that is measured fails
     */
    void run(Workbench bench, Markdown page) throws IOException, InterruptedException;
}
