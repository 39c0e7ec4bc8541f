package io.framelog.benchmarks.servers;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Asks servers where it does not matter how quickly. Thread-safe. */
public final class Http {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final int PAUSE_MILLIS = 5;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_LIMIT)
            .build();

    /** The body of an answer of status 200; empty if there is none within 5 s. */
    public Optional<String> get(URI address) {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT).build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The status of an answer; 0 if there is none within 5 s. */
    public int status(URI address) {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT).build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Waits for an answer of status 200, for up to a minute. */
    public void awaitOk(URI address) throws InterruptedException {
        await(address, body -> true);
    }

    /** Waits for an answer of status 200 with a certain body, for up to a minute. */
    public void await(URI address, Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (get(address).filter(wanted).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        ExitCode.UNEXPECTED, address + " did not answer within " + START_LIMIT.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** A port of 127.0.0.1 on which nobody listens, for servers that do not choose one themselves. */
    public static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
