package io.framelog.e2e;

import static io.framelog.e2e.RemoteControl.map;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Firefox, controlled through WebDriver BiDi (w3c.github.io/webdriver-bidi). */
final class Firefox implements Browser {
    private static final Pattern LISTENING = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");

    private final RemoteControl control;
    private final List<String> errors = new CopyOnWriteArrayList<>();
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
        call("session.new", Map.of("capabilities", Map.of()));
        call("session.subscribe", Map.of("events", List.of("log.entryAdded")));
        context = RemoteControl.text(call("browsingContext.create", Map.of("type", "tab")), "context");
        resize(width, height);
    }

    private void reported(Map<String, Object> event) {
        Map<String, Object> entry = map(event, "params");
        if ("error".equals(entry.get("level"))) {
            errors.add(String.valueOf(entry.get("text")));
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
        perform(Map.of(
                "type",
                "key",
                "id",
                "keyboard",
                "actions",
                List.of(Map.of("type", "keyDown", "value", value), Map.of("type", "keyUp", "value", value))));
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
            actions.add(Map.of("type", "pointerMove", "x", (int) place[0], "y", (int) place[1]));
            if (actions.size() == 1) {
                actions.add(Map.of("type", "pointerDown", "button", 0));
            }
        }
        actions.add(Map.of("type", "pointerUp", "button", 0));
        perform(Map.of("type", "pointer", "id", "mouse", "actions", actions));
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
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        control.close();
    }
}
