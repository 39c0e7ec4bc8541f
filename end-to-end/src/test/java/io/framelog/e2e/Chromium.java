package io.framelog.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium with one page, controlled through the DevTools protocol
 * (chromedevtools.github.io/devtools-protocol). Not thread-safe.
 */
final class Chromium implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final int ANSWER_SECONDS = 30;

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<Map<String, Object>> answers = new LinkedBlockingQueue<>();
    private String session = "";
    private int lastId;

    private static Optional<Path> find() {
        return List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The installed Chromium. Without one, this skips the calling test, or fails it if {@code
     * FRAMELOG_TEST_BROWSER=required}.
     */
    static Path installed() {
        Optional<Path> found = find();
        if (found.isEmpty() && "required".equals(System.getenv("FRAMELOG_TEST_BROWSER"))) {
            throw new AssertionError("FRAMELOG_TEST_BROWSER=required, but Chromium is not installed");
        }
        assumeTrue(found.isPresent(), "skipped: Chromium is not installed");
        return found.orElseThrow();
    }

    /**
     * Starts it.
     *
     * @param profile an empty folder
     * @param switches further ones
     */
    Chromium(Path executable, Path profile, int width, int height, String... switches) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height,
                "--remote-debugging-port=0",
                "about:blank"));
        command.addAll(1, List.of(switches));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String address = awaitAddress();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener())
                .join();
        Map<String, Object> target = call("Target.createTarget", Map.of("url", "about:blank"));
        session = text(
                call("Target.attachToTarget", Map.of("targetId", text(target, "targetId"), "flatten", true)),
                "sessionId");
    }

    private String awaitAddress() throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line; (line = output.readLine()) != null; ) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                // Later output must be read, or Chromium would block when the pipe is full.
                Thread drain = new Thread(() -> output.lines().forEach(ignored -> {}), "chromium output");
                drain.setDaemon(true);
                drain.start();
                return matcher.group(1);
            }
        }
        throw new IllegalStateException("Chromium ended before it listened");
    }

    /** Opens a page without waiting for it to load. */
    void open(String url) throws Exception {
        call("Page.navigate", Map.of("url", url));
    }

    /** The value of a JavaScript expression: a string, number or boolean; null if it has no such value. */
    @Nullable Object evaluate(String expression) throws Exception {
        Map<String, Object> answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        return map(answer, "result").get("value");
    }

    /**
     * Presses and releases a key.
     *
     * @param key a value of {@code KeyboardEvent.key}
     */
    void press(String key) throws Exception {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** Clicks with the mouse; x and y are in pixels from the window's upper left corner. */
    void click(double x, double y) throws Exception {
        call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
        }
    }

    /** A screenshot of a part of the window. */
    BufferedImage screenshot(double x, double y, double width, double height) throws Exception {
        Map<String, Object> clip = Map.of("x", x, "y", y, "width", width, "height", height, "scale", 1);
        byte[] png = screenshot(Map.of("format", "png", "clip", clip));
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    /** A screenshot of the window, as PNG. */
    byte[] screenshot() throws Exception {
        return screenshot(Map.of("format", "png"));
    }

    private byte[] screenshot(Map<String, Object> parameters) throws Exception {
        return Base64.getDecoder().decode(text(call("Page.captureScreenshot", parameters), "data"));
    }

    private Map<String, Object> call(String method, Map<String, Object> parameters) throws Exception {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", ++lastId);
        message.put("method", method);
        message.put("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.sendText(JSON.std.asString(message), true).join();
        while (true) {
            Map<String, Object> answer = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IllegalStateException("Chromium did not answer " + method);
            }
            if (answer.get("id") instanceof Number id && id.intValue() == lastId) {
                if (answer.containsKey("error")) {
                    throw new IllegalStateException(method + ": " + answer.get("error"));
                }
                return map(answer, "result");
            }
        }
    }

    private static String text(Map<String, Object> answer, String name) {
        return String.valueOf(answer.get(name));
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    private static Map<String, Object> map(Map<String, Object> answer, String name) {
        return answer.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @Override
    public void close() {
        socket.abort();
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
                    answers.add(JSON.std.mapFrom(text.toString()));
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
