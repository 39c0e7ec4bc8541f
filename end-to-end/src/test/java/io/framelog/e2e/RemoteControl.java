package io.framelog.e2e;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A browser's process, and the WebSocket by which it is told what to do. For one thread. */
final class RemoteControl implements AutoCloseable {
    private static final int ANSWER_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<Map<String, Object>> answers = new LinkedBlockingQueue<>();
    private final Consumer<Map<String, Object>> onEvent;
    private int lastId;

    /**
     * Starts a browser and connects to it.
     *
     * @param listening finds the address of its WebSocket in its output, as the first group
     * @param path added to that address
     * @param onEvent receives what the browser reports by itself, on another thread
     */
    RemoteControl(List<String> command, Pattern listening, String path, Consumer<Map<String, Object>> onEvent)
            throws Exception {
        this.onEvent = onEvent;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(awaitAddress(listening) + path), new Listener())
                    .join();
        } catch (RuntimeException | IOException e) {
            endProcess();
            throw e;
        }
    }

    private String awaitAddress(Pattern listening) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line; (line = output.readLine()) != null; ) {
            Matcher matcher = listening.matcher(line);
            if (matcher.find()) {
                // Later output must be read, or the browser would block when the pipe is full.
                Thread drain = new Thread(() -> output.lines().forEach(ignored -> {}), "browser output");
                drain.setDaemon(true);
                drain.start();
                return matcher.group(1);
            }
        }
        throw new IllegalStateException("the browser ended before it listened");
    }

    /** Sends a command and returns its result. */
    Map<String, Object> call(String method, Map<String, Object> parameters, Map<String, Object> more) throws Exception {
        Map<String, Object> message = new LinkedHashMap<>(more);
        message.put("id", ++lastId);
        message.put("method", method);
        message.put("params", parameters);
        socket.sendText(JSON.std.asString(message), true).join();
        while (true) {
            Map<String, Object> answer = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IllegalStateException("the browser did not answer " + method);
            }
            if (answer.get("id") instanceof Number id && id.intValue() == lastId) {
                if (answer.containsKey("error")) {
                    throw new IllegalStateException(method + ": " + answer);
                }
                return map(answer, "result");
            }
        }
    }

    /** A text member of an answer. */
    static String text(Map<String, Object> answer, String name) {
        return String.valueOf(answer.get(name));
    }

    /** An object member of an answer; empty if there is none. */
    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    static Map<String, Object> map(Map<String, Object> answer, String name) {
        return answer.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @Override
    public void close() {
        socket.abort();
        endProcess();
    }

    private void endProcess() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        // The profile folder can be deleted only when no process writes to it any more.
        all.forEach(one -> one.onExit().join());
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    Map<String, Object> message = JSON.std.mapFrom(text.toString());
                    if (message.get("id") == null) {
                        onEvent.accept(message);
                    } else {
                        answers.add(message);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException("not JSON: " + text, e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
