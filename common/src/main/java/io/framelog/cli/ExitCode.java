package io.framelog.cli;

/** The exit codes of both services. Those from 64 on are from BSD's sysexits.h. */
public final class ExitCode {
    /** The command did what it was asked to do. */
    public static final int OK = 0;
    /** An error that has no code of its own. */
    public static final int UNEXPECTED = 1;
    /** A wrong option or value. */
    public static final int USAGE = 2;
    /** Java's heap is too small or full. Java itself uses this code. */
    public static final int OUT_OF_MEMORY = 3;
    /** The input does not exist, or nothing in it can be used. */
    public static final int NO_INPUT = 66;
    /** Kafka cannot be reached, or the address to listen on is not available. */
    public static final int UNAVAILABLE = 69;

    private ExitCode() {}
}
