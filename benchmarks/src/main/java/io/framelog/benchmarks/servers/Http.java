package io.framelog.benchmarks.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Asks a server that is starting until it answers as wanted. */
public final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TIMEOUT_MILLIS = 5000;
    private static final int PAUSE_MILLIS = 5;

    private Http() {}

    /** Waits for an answer of status 200. */
    public static void awaitOk(URI address) throws InterruptedException {
        await(address, body -> true);
    }

    /** Waits for an answer of status 200 whose body has something in it. */
    public static void await(URI address, Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(address, wanted)) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        ExitCode.UNEXPECTED, address + " has no answer after " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean answers(URI address, Predicate<String> wanted) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == 200
                        && wanted.test(new String(connection.getInputStream().readAllBytes(), ISO_8859_1));
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false; // not yet
        }
    }
}
