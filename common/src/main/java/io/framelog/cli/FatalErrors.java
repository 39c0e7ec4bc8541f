package io.framelog.cli;

/**
 * Ends the process when one of its threads has died. A service without one of its threads would look alive and do half
 * of its work; a supervisor restarts one that has ended. The launchers end it when the heap is full, in the same way.
 */
public final class FatalErrors {
    private FatalErrors() {}

    /**
     * Applies to all threads of this process, from now on.
     *
     * @param service the command's name, for the message on standard error
     */
    public static void endProcess(String service) {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> end(service, thread, fault));
    }

    /** Without shutdown hooks: they may wait for the thread that has died. */
    private static void end(String service, Thread thread, Throwable fault) {
        try {
            System.err.println(
                    service + ": the thread '" + thread.getName() + "' has died, so the process ends: " + fault);
            fault.printStackTrace();
        } finally {
            Runtime.getRuntime().halt(ExitCode.UNEXPECTED);
        }
    }
}
