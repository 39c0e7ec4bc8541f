package io.framelog.viewer.part;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import java.nio.ByteBuffer;

/**
 * The layout of a {@code multipart/x-mixed-replace} body (RFC 2046, 5.1.1). A part begins with its header and ends with the
 * delimiter line of the next one: a browser paints a picture when it sees the delimiter behind it, so this must not wait for
 * the next frame. The first delimiter is the {@link #preamble()}.
 */
public final class Multipart {
    /** The response's media type. */
    public static final String CONTENT_TYPE = "multipart/x-mixed-replace;boundary=framelog";

    /** What a part adds to its image at most: five header lines, an empty line and the delimiter. */
    static final int MAX_OVERHEAD = 384;

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final byte[] PREAMBLE = "--framelog\r\n".getBytes(US_ASCII);
    private static final byte[] DELIMITER = "\r\n--framelog\r\n".getBytes(US_ASCII);

    private Multipart() {}

    /** What comes before the first part: a new copy. */
    public static byte[] preamble() {
        return PREAMBLE.clone();
    }

    /**
     * A time as {@code X-Timestamp} has it: seconds since the epoch with six digits behind the point.
     *
     * @param micros microseconds since the epoch
     */
    public static String timestamp(long micros) {
        String fraction = Long.toString(Math.floorMod(micros, MICROS_PER_SECOND) + MICROS_PER_SECOND);
        return Math.floorDiv(micros, MICROS_PER_SECOND) + "." + fraction.substring(1);
    }

    /**
     * How far a frame had come after its capture, as {@code X-Framelog-Latency} has it: {@code encoded=0.812, sent=0.870,
     * received=2.041}, in milliseconds; the first two where the publisher told them. What was stamped by two machines' clocks
     * is as right as those are.
     */
    static String latency(Frame frame, Receipt receipt) {
        StringBuilder stages = new StringBuilder();
        frame.stages().encodedMicros().ifPresent(encoded -> stage(stages, "encoded", encoded, frame));
        frame.stages().sentMicros().ifPresent(sent -> stage(stages, "sent", sent, frame));
        stage(stages, "received", receipt.micros(), frame);
        return stages.toString();
    }

    static String latencyLine(Frame frame, Receipt receipt) {
        return "X-Framelog-Latency: " + latency(frame, receipt) + "\r\n";
    }

    static String noteLine(String note) {
        return note.isEmpty() ? "" : "X-Framelog-Note: " + note + "\r\n";
    }

    private static void stage(StringBuilder stages, String name, long micros, Frame frame) {
        long passed = micros - frame.capturedMicros();
        String fraction = Long.toString(Math.abs(passed % MICROS_PER_MILLI) + MICROS_PER_MILLI);
        stages.append(stages.isEmpty() ? "" : ", ").append(name).append(passed < 0 ? "=-" : "=");
        stages.append(Math.abs(passed / MICROS_PER_MILLI)).append('.').append(fraction, 1, fraction.length());
    }

    /**
     * Puts a frame's part into a buffer, from its position.
     *
     * @param more further header lines, each with its end
     * @return where in the buffer the image begins
     */
    static int write(Frame frame, Position position, String more, ByteBuffer target) {
        String header = "Content-Type: " + frame.format().contentType() + "\r\nContent-Length: "
                + frame.image().remaining() + "\r\nX-Timestamp: " + timestamp(frame.capturedMicros())
                + "\r\nX-Framelog-Position: " + position + "\r\n" + more + "\r\n";
        target.put(header.getBytes(US_ASCII));
        int imageOffset = target.position();
        target.put(frame.image().duplicate()).put(DELIMITER);
        return imageOffset;
    }
}
