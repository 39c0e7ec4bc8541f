package io.framelog.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Reads frames from records, whoever wrote them: what Framelog's publisher adds is used where it is there and sound, and
 * nothing but the image is required. Without state, for any number of threads.
 */
public final class FrameRecordReader {
    /**
     * The frame in a record. Its image is the record's own buffer: nothing is copied.
     *
     * @throws NoFrameException if the record holds none; the message says why
     */
    public Frame read(ConsumerRecord<byte[], ByteBuffer> record) throws NoFrameException {
        ByteBuffer image = record.value();
        if (image == null || !image.hasRemaining()) {
            throw new NoFrameException("it has no value");
        }
        StreamName stream =
                StreamName.ofKey(record.key()).orElseThrow(() -> new NoFrameException("its key names no stream"));
        ImageFormat format =
                ImageFormat.detect(image).orElseThrow(() -> new NoFrameException("its value is neither JPEG nor PNG"));
        Headers headers = record.headers();
        long captured = number(headers, FrameHeaders.CAPTURED_US)
                .orElseGet(() -> TimeUnit.MILLISECONDS.toMicros(record.timestamp()));
        return new Frame(stream, format, image, captured, ImageSize.read(format, image), origin(headers));
    }

    private static Optional<Frame.Origin> origin(Headers headers) {
        return text(headers, FrameHeaders.RUN)
                .flatMap(run -> number(headers, FrameHeaders.SEQ).map(seq -> new Frame.Origin(run, seq)));
    }

    private static Optional<Long> number(Headers headers, String name) {
        return text(headers, name).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
    }

    private static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }
}
