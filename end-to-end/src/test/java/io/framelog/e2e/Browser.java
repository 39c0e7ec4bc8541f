package io.framelog.e2e;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A headless browser with one page. Not thread-safe. Places are in pixels from the window's upper left corner. */
interface Browser extends AutoCloseable {
    /** Opens a page without waiting for it to load. */
    void open(String url) throws Exception;

    /** The value of a JavaScript expression: a string, number or boolean; null if it has no such value. */
    @Nullable Object evaluate(String expression) throws Exception;

    /**
     * Presses and releases a key.
     *
     * @param key a value of {@code KeyboardEvent.key}
     */
    void press(String key) throws Exception;

    /** Presses the mouse's button at the first place, goes through all, and releases it at the last one. */
    void drag(List<double[]> places) throws Exception;

    /** The same while the Shift key is held. */
    void dragWithShift(List<double[]> places) throws Exception;

    /** Presses the mouse's button and keeps it down. */
    void holdAt(double x, double y) throws Exception;

    /** Moves the mouse while its button is down. */
    void moveTo(double x, double y) throws Exception;

    /** Releases the mouse's button. */
    void release() throws Exception;

    /** Turns the wheel; down is positive. */
    void wheel(double x, double y, double pixels) throws Exception;

    /** A screenshot of the window, as PNG. */
    byte[] screenshot() throws Exception;

    /** Another window of the same user, which ends with this one. */
    Browser newWindow(int width, int height) throws Exception;

    /** A window of another user: it has nothing that this one has kept. Its end is not the end of this one. */
    Browser newUser(int width, int height) throws Exception;

    /** Makes the window as large as this. */
    void resize(int width, int height) throws Exception;

    /** What the page has written into the console as errors. */
    List<String> errors();

    @Override
    void close();

    /** Clicks with the mouse. */
    default void click(double x, double y) throws Exception {
        drag(List.of(new double[] {x, y}));
    }

    /** A screenshot of a part of the window. */
    default BufferedImage screenshot(double x, double y, double width, double height) throws Exception {
        BufferedImage whole = ImageIO.read(new ByteArrayInputStream(screenshot()));
        return whole.getSubimage((int) x, (int) y, (int) width, (int) height);
    }

    /** The text of the first element of a selector; "undefined" if there is none. */
    default String text(String selector) throws Exception {
        return String.valueOf(evaluate("(document.querySelector('" + selector + "') || {}).innerText"));
    }

    /** The value of an expression, for messages of tests. */
    default String evaluateQuietly(String expression) {
        try {
            return String.valueOf(evaluate(expression));
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** The number that an expression has; -1 if it has none. */
    default double number(String expression) throws Exception {
        return evaluate(expression) instanceof Number number ? number.doubleValue() : -1;
    }

    /** Whether an expression is true. */
    default boolean is(String expression) throws Exception {
        return Boolean.TRUE.equals(evaluate("Boolean(" + expression + ")"));
    }

    /** The place of an element in the window: x, y, width, height. */
    default double[] box(String selector) throws Exception {
        String[] sides = {"x", "y", "width", "height"};
        double[] box = new double[sides.length];
        for (int i = 0; i < sides.length; i++) {
            box[i] = number("document.querySelector('" + selector + "').getBoundingClientRect()." + sides[i]);
        }
        return box;
    }

    /** Clicks on the middle of an element. */
    default void clickOn(String selector) throws Exception {
        double[] box = box(selector);
        click(box[0] + box[2] / 2, box[1] + box[3] / 2);
    }
}
