package io.framelog.e2e;

import static io.framelog.e2e.RemoteControl.map;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Firefox, controlled through WebDriver BiDi (w3c.github.io/webdriver-bidi). */
final class Firefox implements Browser {
    private static final Pattern LISTENING = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");

    private static final String SHIFT = "\uE008";
    private static final Map<String, Object> DOWN = Map.of("type", "pointerDown", "button", 0);
    private static final Map<String, Object> UP = Map.of("type", "pointerUp", "button", 0);

    private final RemoteControl control;
    /** Those of all windows, by context. */
    private final Map<String, List<String>> errors;

    private final Map<String, Object> user;
    private final AutoCloseable end;
    private final String context;

    /** The installed Firefox; without one as {@link Chromium#installed()}. */
    static Path installed() {
        return Installed.browser("Firefox", List.of("/usr/bin/firefox-esr", "/usr/bin/firefox"));
    }

    /**
     * Starts it.
     *
     * @param profile an empty folder
     */
    Firefox(Path executable, Path profile, int width, int height) throws Exception {
        errors = new ConcurrentHashMap<>();
        control = new RemoteControl(
                List.of(
                        executable.toString(),
                        "--headless",
                        "--no-remote",
                        "--profile",
                        profile.toString(),
                        "--remote-debugging-port",
                        "0",
                        "about:blank"),
                LISTENING,
                "/session",
                this::reported);
        call("session.new", Map.of("capabilities", Map.of("alwaysMatch", Map.of("acceptInsecureCerts", true))));
        call("session.subscribe", Map.of("events", List.of("log.entryAdded")));
        user = Map.of();
        end = control;
        context = create("tab");
        resize(width, height);
    }

    private Firefox(Firefox first, Map<String, Object> user, AutoCloseable end, String type, int width, int height)
            throws Exception {
        control = first.control;
        errors = first.errors;
        this.user = user;
        this.end = end;
        context = create(type);
        resize(width, height);
    }

    @Override
    public Firefox newWindow(int width, int height) throws Exception {
        return new Firefox(this, user, () -> {}, "window", width, height);
    }

    @Override
    public Firefox newUser(int width, int height) throws Exception {
        Map<String, Object> other = call("browser.createUserContext", Map.of());
        return new Firefox(this, other, () -> call("browser.removeUserContext", other), "tab", width, height);
    }

    private String create(String type) throws Exception {
        Map<String, Object> wanted = new HashMap<>(user);
        wanted.put("type", type);
        return RemoteControl.text(call("browsingContext.create", wanted), "context");
    }

    private void reported(Map<String, Object> event) {
        Map<String, Object> entry = map(event, "params");
        if ("error".equals(entry.get("level"))) {
            errors.computeIfAbsent(
                            RemoteControl.text(map(entry, "source"), "context"), any -> new CopyOnWriteArrayList<>())
                    .add(String.valueOf(entry.get("text")));
        }
    }

    private Map<String, Object> call(String method, Map<String, Object> parameters) throws Exception {
        return control.call(method, parameters, Map.of());
    }

    @Override
    public void open(String url) throws Exception {
        call("browsingContext.navigate", Map.of("context", context, "url", url, "wait", "none"));
    }

    @Override
    public @Nullable Object evaluate(String expression) throws Exception {
        Map<String, Object> answer = call(
                "script.evaluate",
                Map.of("expression", expression, "target", Map.of("context", context), "awaitPromise", false));
        return map(answer, "result").get("value");
    }

    @Override
    public void press(String key) throws Exception {
        String value = key.length() == 1 ? key : special(key);
        key(List.of(Map.of("type", "keyDown", "value", value), Map.of("type", "keyUp", "value", value)));
    }

    /** See www.w3.org/TR/webdriver2, "keyboard actions". */
    private static String special(String key) {
        return switch (key) {
            case "Escape" -> "\uE00C";
            case "Enter" -> "\uE007";
            case "Tab" -> "\uE004";
            case "ArrowLeft" -> "\uE012";
            case "ArrowUp" -> "\uE013";
            case "ArrowRight" -> "\uE014";
            case "ArrowDown" -> "\uE015";
            default -> throw new IllegalArgumentException(key);
        };
    }

    @Override
    public void drag(List<double[]> places) throws Exception {
        List<Map<String, Object>> actions = new ArrayList<>();
        for (double[] place : places) {
            actions.add(to(place[0], place[1]));
            if (actions.size() == 1) {
                actions.add(DOWN);
            }
        }
        actions.add(UP);
        mouse(actions);
    }

    @Override
    public void dragWithShift(List<double[]> places) throws Exception {
        key(List.of(Map.of("type", "keyDown", "value", SHIFT)));
        drag(places);
        key(List.of(Map.of("type", "keyUp", "value", SHIFT)));
    }

    @Override
    public void holdAt(double x, double y) throws Exception {
        mouse(List.of(to(x, y), DOWN));
    }

    @Override
    public void moveTo(double x, double y) throws Exception {
        mouse(List.of(to(x, y)));
    }

    @Override
    public void release() throws Exception {
        mouse(List.of(UP));
    }

    @Override
    public void wheel(double x, double y, double pixels) throws Exception {
        Map<String, Object> turn =
                Map.of("type", "scroll", "x", (int) x, "y", (int) y, "deltaX", 0, "deltaY", (int) pixels);
        perform(Map.of("type", "wheel", "id", "wheel", "actions", List.of(turn)));
    }

    private static Map<String, Object> to(double x, double y) {
        return Map.of("type", "pointerMove", "x", (int) x, "y", (int) y);
    }

    /** Firefox remembers between two calls where the mouse is and whether its button is down. */
    private void mouse(List<Map<String, Object>> actions) throws Exception {
        perform(Map.of("type", "pointer", "id", "mouse", "actions", actions));
    }

    private void key(List<Map<String, Object>> actions) throws Exception {
        perform(Map.of("type", "key", "id", "keyboard", "actions", actions));
    }

    private void perform(Map<String, Object> source) throws Exception {
        call("input.performActions", Map.of("context", context, "actions", List.of(source)));
    }

    @Override
    public byte[] screenshot() throws Exception {
        Map<String, Object> shot = call("browsingContext.captureScreenshot", Map.of("context", context));
        return Base64.getDecoder().decode(RemoteControl.text(shot, "data"));
    }

    @Override
    public void resize(int width, int height) throws Exception {
        call(
                "browsingContext.setViewport",
                Map.of("context", context, "viewport", Map.of("width", width, "height", height)));
    }

    @Override
    public List<String> errors() {
        return List.copyOf(errors.getOrDefault(context, List.of()));
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
