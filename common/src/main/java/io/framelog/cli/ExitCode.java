package io.framelog.cli;

/** The exit codes of both services; those from 64 on are of BSD's sysexits.h. */
public final class ExitCode {
    /** All was done. */
    public static final int OK = 0;
    /** A fault that no other code names. */
    public static final int UNEXPECTED = 1;
    /** A wrong option or value. */
    public static final int USAGE = 2;
    /** No such file or camera, or nothing in it that can be played. */
    public static final int NO_INPUT = 66;
    /** Kafka cannot be reached, or an address to listen on cannot be had. */
    public static final int UNAVAILABLE = 69;

    private ExitCode() {}
}
