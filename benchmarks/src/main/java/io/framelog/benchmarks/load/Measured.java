package io.framelog.benchmarks.load;

/** Told when measuring begins and ends, on the clients' thread: what takes long here makes frames look late. */
public interface Measured {
    /** Nothing else is to be measured. */
    Measured NOTHING = new Measured() {
        @Override
        public void begin() {
            // nothing to measure
        }

        @Override
        public void end() {
            // nothing was measured
        }
    };

    /** All viewers have their frames; measuring begins. */
    void begin();

    /** Measuring has ended; the connections are still open. */
    void end();
}
