package io.framelog.viewer.notify;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Sorts out what a receiver is told, in the order of the log. Not thread-safe. */
final class Outbox {
    private final NoticeDecoder decoder;
    private final Choice choice;
    private final ReceiverCounters counters;
    private final CoolDown coolDown;
    private final ShortLosses losses = new ShortLosses();
    private final Deque<ReadNotice> waiting = new ArrayDeque<>();
    private final OpenOffsets offsets;

    Outbox(NoticeDecoder decoder, Choice choice, ReceiverCounters counters, OpenOffsets offsets) {
        this.decoder = decoder;
        this.choice = choice;
        this.counters = counters;
        this.coolDown = new CoolDown(choice);
        this.offsets = offsets;
    }

    /** The next event to deliver; null if there is none. */
    @Nullable ReadNotice next() {
        return waiting.peek();
    }

    /** The next event is done. */
    void done() {
        ReadNotice first = waiting.remove();
        offsets.close(first.partition(), first.offset());
    }

    int size() {
        return waiting.size();
    }

    /** Takes a record of the log. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        offsets.open(partition, record.offset());
        losses.overtakenBy(partition, record.timestamp()).forEach(this::decide);
        Optional<Notice> decoded = decoder.decode(record);
        if (decoded.isEmpty()) {
            counters.skipped();
        }
        decoded.filter(notice -> choice.hasStream(notice.event().stream()))
                .filter(this::isWantedNow)
                .ifPresentOrElse(
                        notice -> take(new ReadNotice(partition, record.offset(), record.timestamp(), notice)),
                        () -> offsets.close(partition, record.offset()));
    }

    private boolean isWantedNow(Notice notice) {
        boolean wanted = choice.past() || !notice.isPast();
        if (!wanted) {
            counters.past();
        }
        return wanted;
    }

    private void take(ReadNotice read) {
        EventType type = read.notice().event().type();
        if (type.equals(EventType.LOST)) {
            losses.hold(read, System.nanoTime()).ifPresent(before -> {
                if (isSame(before, read)) {
                    forget(before); // two viewers noticed a silence at the same time
                } else {
                    decide(before);
                }
            });
        } else if (type.equals(EventType.RECOVERED)) {
            if (endShortLoss(read)) {
                forget(read);
            } else {
                decide(read);
            }
        } else if (type.equals(EventType.STARTED)) { // after a killed publisher
            endShortLoss(read);
            decide(read);
        } else {
            decide(read);
        }
    }

    private static boolean isSame(ReadNotice first, ReadNotice second) {
        StreamEvent event = second.notice().event();
        return first.notice().event().id().equals(event.id())
                && first.notice().event().stream().equals(event.stream());
    }

    /** Decides whether to tell of a loss that is over now. @return whether it was too short for that */
    private boolean endShortLoss(ReadNotice back) {
        Optional<ReadNotice> lost = losses.release(back.notice().event().stream());
        boolean isShort = lost.isPresent() && ShortLosses.isShort(lost.get(), back);
        lost.ifPresent(isShort ? this::forget : this::decide);
        return isShort;
    }

    private void forget(ReadNotice quiet) {
        offsets.close(quiet.partition(), quiet.offset());
        counters.quiet();
    }

    private void decide(ReadNotice read) {
        boolean told = coolDown.tells(read.notice());
        if (!told && choice.hasType(read.notice().event().type())) {
            counters.quiet();
        }
        waiting.add(read.told(told));
    }

    /** All that the log has was read. */
    void caughtUp() {
        losses.due(System.nanoTime()).forEach(this::decide);
    }

    /** Forgets what others read from now on. */
    void forget(Collection<TopicPartition> revoked) {
        waiting.removeIf(each -> revoked.contains(each.partition()));
        losses.forget(revoked);
        offsets.forget(revoked);
    }
}
