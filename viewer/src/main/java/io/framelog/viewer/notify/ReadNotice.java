package io.framelog.viewer.notify;

import org.apache.kafka.common.TopicPartition;

/**
 * An event and its place in the log.
 *
 * @param written the record's timestamp, in milliseconds since 1970
 */
record ReadNotice(TopicPartition partition, long offset, long written, Notice notice) {
    /** The same event, told or not. */
    ReadNotice told(boolean wanted) {
        return new ReadNotice(partition, offset, written, notice.told(wanted));
    }
}
