package io.framelog.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Writes frames as records that any Kafka client can read. Immutable and thread-safe. */
public final class FrameRecordWriter {
    private static final Header JPEG = contentType(ImageFormat.JPEG);
    private static final Header PNG = contentType(ImageFormat.PNG);

    private final String topic;

    /** @param topic the frame topic */
    public FrameRecordWriter(String topic) {
        this.topic = topic;
    }

    /**
     * Makes the record of a frame. Its key is the stream, its value the image, its timestamp the time of capture. The
     * image is not copied.
     *
     * @return a record without a partition: the producer's partitioner puts all frames of a stream into one
     */
    public ProducerRecord<byte[], ByteBuffer> write(Frame frame) {
        List<Header> headers = new ArrayList<>(8);
        headers.add(frame.format() == ImageFormat.JPEG ? JPEG : PNG);
        frame.origin().ifPresent(origin -> {
            headers.add(number(FrameHeaders.SEQ, origin.seq()));
            headers.add(text(FrameHeaders.RUN, origin.run()));
        });
        headers.add(number(FrameHeaders.CAPTURED_US, frame.capturedMicros()));
        frame.stages().encodedMicros().ifPresent(encoded -> headers.add(number(FrameHeaders.ENCODED_US, encoded)));
        frame.stages().sentMicros().ifPresent(sent -> headers.add(number(FrameHeaders.SENT_US, sent)));
        frame.size().ifPresent(size -> {
            headers.add(number(FrameHeaders.WIDTH, size.width()));
            headers.add(number(FrameHeaders.HEIGHT, size.height()));
        });
        long timestamp = TimeUnit.MICROSECONDS.toMillis(frame.capturedMicros());
        return new ProducerRecord<>(topic, null, timestamp, frame.stream().toKey(), frame.image(), headers);
    }

    private static Header contentType(ImageFormat format) {
        return text(FrameHeaders.CONTENT_TYPE, format.contentType());
    }

    private static Header number(String name, long value) {
        return text(name, Long.toString(value));
    }

    private static Header text(String name, String value) {
        return new RecordHeader(name, value.getBytes(US_ASCII));
    }
}
