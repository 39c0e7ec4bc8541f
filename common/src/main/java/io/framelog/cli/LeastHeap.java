package io.framelog.cli;

/**
 * Ends a process whose heap is so small that it would start, spend its time on collecting garbage, and show nothing: it
 * would look alive.
 */
public final class LeastHeap {
    private static final long MEGABYTE = 1 << 20;
    /** The least value of {@code -Xmx}, in megabytes. With it, each service has worked with one stream. */
    private static final long LEAST = 32;
    /** Java counts less than {@code -Xmx} as usable: a tenth is kept for copying. */
    private static final double USABLE = 0.9;

    private LeastHeap() {}

    /**
     * Returns if the heap is large enough. Else prints one line to standard error and exits with
     * {@link ExitCode#OUT_OF_MEMORY}.
     *
     * @param service the command's name
     */
    public static void require(String service) {
        long most = Runtime.getRuntime().maxMemory() / MEGABYTE;
        if (most < LEAST * USABLE) {
            System.err.println(service + ": Java may use only " + most + " MB of heap, which is too little: give it "
                    + LEAST + " MB or more, as in FRAMELOG_JAVA_OPTS=-Xmx256m");
            System.exit(ExitCode.OUT_OF_MEMORY);
        }
    }
}
