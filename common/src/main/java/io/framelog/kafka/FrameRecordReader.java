package io.framelog.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames from records of any producer. Only the image is required; valid headers of Framelog's publisher are
 * used. Stateless and thread-safe.
 */
public final class FrameRecordReader {
    /** Every number with so many digits fits a long. */
    private static final int MAX_DIGITS = 18;

    private static final String LONG_KEY = "its key names no stream: " + StreamName.RULE;

    /**
     * Reads the frame in a record. Its image is the record's own buffer; nothing is copied.
     *
     * @throws NoFrameException if the record is not a frame; the message says why, and is the same for all such records
     */
    public Frame read(ConsumerRecord<byte[], ByteBuffer> record) throws NoFrameException {
        ByteBuffer image = record.value();
        if (image == null || !image.hasRemaining()) {
            throw new NoFrameException("it has no value");
        }
        StreamName stream = StreamName.ofKey(record.key()).orElseThrow(() -> new NoFrameException(LONG_KEY));
        ImageFormat format =
                ImageFormat.detect(image).orElseThrow(() -> new NoFrameException(ForeignValue.describe(image)));
        Headers headers = record.headers();
        // A record without a timestamp has -1: its frame counts as captured in 1970.
        long captured = number(headers, FrameHeaders.CAPTURED_US)
                .orElseGet(() -> TimeUnit.MILLISECONDS.toMicros(Math.max(0, record.timestamp())));
        Stages stages = new Stages(number(headers, FrameHeaders.ENCODED_US), number(headers, FrameHeaders.SENT_US));
        return new Frame(
                stream, format, image, captured, ImageSize.readUpright(format, image), origin(headers), stages);
    }

    private static Optional<Frame.Origin> origin(Headers headers) {
        byte @Nullable [] run = value(headers, FrameHeaders.RUN);
        OptionalLong seq = number(headers, FrameHeaders.SEQ);
        return run == null || seq.isEmpty()
                ? Optional.empty()
                : Optional.of(new Frame.Origin(new String(run, UTF_8), seq.getAsLong()));
    }

    /** Parsed by hand because it runs for every frame: a regular expression would allocate more than all the rest. */
    private static OptionalLong number(Headers headers, String name) {
        byte @Nullable [] digits = value(headers, name);
        if (digits == null || digits.length == 0 || digits.length > MAX_DIGITS) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return OptionalLong.empty();
            }
            number = 10 * number + (digit - '0');
        }
        return OptionalLong.of(number);
    }

    private static byte @Nullable [] value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }
}
