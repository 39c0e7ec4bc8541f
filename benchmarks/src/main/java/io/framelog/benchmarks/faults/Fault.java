package io.framelog.benchmarks.faults;

import java.io.IOException;
import java.util.List;

/** Something that goes wrong, and what must hold meanwhile and afterwards. */
public interface Fault {
    /** All of them. */
    static List<Fault> all() {
        return List.of(
                BrokerAway.killed(),
                BrokerAway.stopped(),
                new BrokerOfThree(),
                new DiskFull(),
                new ClockStepped(),
                new Crowd(),
                new LongRun());
    }

    /** Its name on the command line. */
    String name();

    /** What happens, in a few words. */
    String description();

    /**
     * Makes it happen, and records what was seen.
     *
     * @throws io.framelog.cli.CommandFailure if a process fails that should not
     */
    void run(Scene scene, Findings findings) throws IOException, InterruptedException;
}
