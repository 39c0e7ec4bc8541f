package io.framelog.viewer.channel;

import io.framelog.viewer.access.Identity;
import io.framelog.viewer.http.ProblemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pictures of a window, which take turns. Only for the fan-out thread. */
final class Pictures {
    private final Window window;
    private final Identity client;
    private final Reports reports;
    private final FeedOpener opener;
    private final ChannelCounters counters;
    private final Map<Integer, Picture> byId = new HashMap<>();
    /** The first one is the next to be sent a frame. */
    private final Deque<Picture> turns = new ArrayDeque<>();

    Pictures(Window window, Identity client, Reports reports, FeedOpener opener, ChannelCounters counters) {
        this.window = window;
        this.client = client;
        this.reports = reports;
        this.opener = opener;
        this.counters = counters;
    }

    /** Shows these and no others. Those that are shown already go on. */
    void watch(List<Wanted> wanted) {
        Map<Integer, Wanted> next = wanted.stream().collect(Collectors.toMap(Wanted::id, Function.identity()));
        byId.values().removeIf(picture -> {
            boolean stays = picture.wanted().equals(next.get(picture.wanted().id()));
            if (!stays) {
                picture.close();
                turns.remove(picture);
            }
            return !stays;
        });
        wanted.stream().filter(one -> !byId.containsKey(one.id())).forEach(this::open);
    }

    private void open(Wanted wanted) {
        Picture picture = new Picture(window, this, wanted, counters);
        byId.put(wanted.id(), picture);
        turns.add(picture);
        try {
            opener.open(picture, client);
        } catch (ProblemException e) {
            picture.refuse(e.problem());
        }
    }

    /** Reads what the window has reported, and is woken by its next report if a picture still waits. */
    void awaitReport(long now) {
        reports.await();
        readReports(now);
    }

    /** What the window says of pictures that are gone was on its way. */
    private void readReports(long now) {
        boolean freed = false;
        while (!reports.isEmpty()) {
            for (Map.Entry<Integer, Long> report : reports.take().entrySet()) {
                Picture picture = byId.get(report.getKey());
                freed |= picture != null && picture.reported(report.getValue(), now);
            }
            for (Picture picture : byId.values()) {
                if (picture.isWaiting()) {
                    reports.await();
                }
            }
        }
        if (freed) {
            window.wakeLater();
        }
    }

    /** Sends what is due, until the window takes no more. */
    void takeTurns() {
        readReports(window.now());
        for (int left = turns.size(); left > 0 && window.canTake(); left--) {
            Picture next = turns.remove();
            turns.add(next);
            next.catchUp();
        }
    }

    void closeAll() {
        List.copyOf(byId.values()).forEach(Picture::close);
        byId.clear();
        turns.clear();
    }
}
