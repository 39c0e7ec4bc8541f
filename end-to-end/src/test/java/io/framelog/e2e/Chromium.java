package io.framelog.e2e;

import static io.framelog.e2e.RemoteControl.map;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chromium, controlled through the DevTools protocol (chromedevtools.github.io/devtools-protocol). */
final class Chromium implements Browser {
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");

    /** See {@code Input.dispatchMouseEvent}. */
    private static final int SHIFT = 8;

    private final RemoteControl control;
    /** Those of all windows, by session. */
    private final Map<String, List<String>> errors;

    private final Map<String, Object> user;
    private final AutoCloseable end;
    private String session = "";
    private double[] held = {0, 0};
    private int modifiers;

    /**
     * The installed Chromium. Without one, this skips the calling test, or fails it if {@code
     * FRAMELOG_TEST_BROWSER=required}.
     */
    static Path installed() {
        return Installed.browser(
                "Chromium", List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"));
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
                "--ignore-certificate-errors",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height,
                "--remote-debugging-port=0",
                "about:blank"));
        command.addAll(1, List.of(switches));
        errors = new ConcurrentHashMap<>();
        control = new RemoteControl(command, LISTENING, "", this::reported);
        user = Map.of();
        end = control;
        begin(width, height);
    }

    private Chromium(Chromium first, Map<String, Object> user, AutoCloseable end, int width, int height)
            throws Exception {
        control = first.control;
        errors = first.errors;
        this.user = user;
        this.end = end;
        begin(width, height);
    }

    @Override
    public Chromium newWindow(int width, int height) throws Exception {
        return new Chromium(this, user, () -> {}, width, height);
    }

    @Override
    public Chromium newUser(int width, int height) throws Exception {
        Map<String, Object> other = control.call("Target.createBrowserContext", Map.of(), Map.of());
        return new Chromium(
                this, other, () -> control.call("Target.disposeBrowserContext", other, Map.of()), width, height);
    }

    private void begin(int width, int height) throws Exception {
        Map<String, Object> wanted = new LinkedHashMap<>(user);
        wanted.put("url", "about:blank");
        wanted.put("newWindow", true);
        Map<String, Object> target = call("Target.createTarget", wanted);
        session = RemoteControl.text(
                call(
                        "Target.attachToTarget",
                        Map.of("targetId", RemoteControl.text(target, "targetId"), "flatten", true)),
                "sessionId");
        call("Log.enable", Map.of());
        call("Runtime.enable", Map.of());
        resize(width, height);
    }

    private void reported(Map<String, Object> event) {
        Map<String, Object> parameters = map(event, "params");
        Map<String, Object> entry = map(parameters, "entry");
        if ("error".equals(entry.get("level"))) {
            addError(event, entry.get("text") + " " + entry.get("url"));
        } else if ("Runtime.exceptionThrown".equals(event.get("method"))) {
            addError(event, String.valueOf(map(parameters, "exceptionDetails")));
        }
    }

    private void addError(Map<String, Object> event, String error) {
        errors.computeIfAbsent(RemoteControl.text(event, "sessionId"), any -> new CopyOnWriteArrayList<>())
                .add(error);
    }

    private Map<String, Object> call(String method, Map<String, Object> parameters) throws Exception {
        return control.call(method, parameters, session.isEmpty() ? Map.of() : Map.of("sessionId", session));
    }

    @Override
    public void open(String url) throws Exception {
        call("Page.navigate", Map.of("url", url));
    }

    @Override
    public @Nullable Object evaluate(String expression) throws Exception {
        Map<String, Object> answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        return map(answer, "result").get("value");
    }

    @Override
    public void press(String key) throws Exception {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    @Override
    public void drag(List<double[]> places) throws Exception {
        double[] first = places.get(0);
        double[] last = places.get(places.size() - 1);
        mouse("mouseMoved", first, 0);
        mouse("mousePressed", first, 1);
        for (double[] place : places) {
            mouse("mouseMoved", place, 1);
        }
        mouse("mouseReleased", last, 1);
    }

    private void mouse(String type, double[] place, int button) throws Exception {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", type);
        event.put("x", place[0]);
        event.put("y", place[1]);
        event.put("button", button == 0 ? "none" : "left");
        event.put("buttons", type.equals("mouseReleased") ? 0 : button);
        event.put("clickCount", button);
        event.put("modifiers", modifiers);
        call("Input.dispatchMouseEvent", event);
    }

    @Override
    public void holdAt(double x, double y) throws Exception {
        held = new double[] {x, y};
        mouse("mouseMoved", held, 0);
        mouse("mousePressed", held, 1);
    }

    @Override
    public void moveTo(double x, double y) throws Exception {
        held = new double[] {x, y};
        mouse("mouseMoved", held, 1);
    }

    @Override
    public void release() throws Exception {
        mouse("mouseReleased", held, 1);
    }

    @Override
    public void wheel(double x, double y, double pixels) throws Exception {
        call("Input.dispatchMouseEvent", Map.of("type", "mouseWheel", "x", x, "y", y, "deltaX", 0, "deltaY", pixels));
    }

    @Override
    public void dragWithShift(List<double[]> places) throws Exception {
        modifiers = SHIFT;
        drag(places);
        modifiers = 0;
    }

    @Override
    public byte[] screenshot() throws Exception {
        return Base64.getDecoder()
                .decode(RemoteControl.text(call("Page.captureScreenshot", Map.of("format", "png")), "data"));
    }

    @Override
    public void resize(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** As a telephone: small, and with a finger in place of a mouse. */
    void becomePhone(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", true));
        call("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
    }

    /** Says which look the system has: {@code dark} or {@code light}. */
    void prefer(String look) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", look))));
    }

    @Override
    public List<String> errors() {
        return List.copyOf(errors.getOrDefault(session, List.of()));
    }

    @Override
    public void close() {
        try {
            end.close();
        } catch (Exception e) {
            throw new IllegalStateException("the window does not end", e);
        }
    }
}
