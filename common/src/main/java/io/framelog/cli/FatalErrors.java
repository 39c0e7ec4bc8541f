package io.framelog.cli;

import io.framelog.log.LogFormat;
import org.slf4j.LoggerFactory;

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

    /**
     * To be called where a fault is caught for someone else: an {@link Error} goes to the handler of uncaught ones, as
     * if it had ended the thread. That ends a service; where no handler is set, this returns.
     *
     * @param fault an exception has no effect
     */
    public static void escalate(Throwable fault) {
        if (fault instanceof Error) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
        }
    }

    /**
     * Applies to threads of a library, too, which it has given a handler that only logs: Kafka's producer would look
     * alive and send nothing. To be called when they have been started; no effect in a process without
     * {@link #endProcess}.
     *
     * @param name what the threads' names contain
     */
    public static void include(String name) {
        Thread.UncaughtExceptionHandler ending = Thread.getDefaultUncaughtExceptionHandler();
        if (ending != null) {
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().contains(name))
                    .forEach(thread -> thread.setUncaughtExceptionHandler(ending));
        }
    }

    /** Without shutdown hooks: they may wait for the thread that has died. */
    private static void end(String service, Thread thread, Throwable fault) {
        try {
            String what = "the thread '" + thread.getName() + "' has died, so the process ends: " + fault;
            if (LogFormat.isJson()) {
                LoggerFactory.getLogger("io.framelog." + service).error(what, fault);
            } else {
                System.err.println(service + ": " + what);
                fault.printStackTrace();
            }
        } finally {
            Runtime.getRuntime().halt(ExitCode.UNEXPECTED);
        }
    }
}
