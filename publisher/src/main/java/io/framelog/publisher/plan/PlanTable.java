package io.framelog.publisher.plan;

import io.framelog.cli.DurationText;
import io.framelog.frame.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan for people. */
public final class PlanTable {
    static final double SECONDS_OF_A_DAY = 86_400;

    private static final double KB = 1e3;
    private static final double MB = 1e6;
    private static final double GB = 1e9;
    private static final double SECONDS_OF_AN_HOUR = 3_600;
    /** What is told if the number of copies is not given: as many as are made where there are enough brokers. */
    private static final int USUAL_COPIES = 3;

    private PlanTable() {}

    /** The lines of the table, and of what follows from it. */
    public static List<String> of(Plan plan) {
        int name = plan.streams().stream()
                .mapToInt(stream -> stream.stream().value().length())
                .max()
                .orElse(0);
        int width = Math.max(name, "12 streams".length());
        List<String> lines = new ArrayList<>();
        lines.add(row(width, "stream", "size", "fps", "KB a frame", "MB/s", "GB a day"));
        for (StreamNeed stream : plan.streams()) {
            lines.add(stream.fault()
                    .map(fault -> pad(stream.stream().value(), width) + "  " + fault)
                    .orElseGet(() -> row(width, stream)));
        }
        double rate = plan.bytesPerSecond();
        String count = plan.streams().size() == 1 ? "1 stream" : plan.streams().size() + " streams";
        lines.add(row(width, count, "", "", "", number("%.2f", rate / MB), perDay(rate)));
        lines.add("");
        lines.add(partitions(plan));
        lines.add(disk(plan));
        return lines;
    }

    private static String row(int width, StreamNeed stream) {
        return row(
                width,
                stream.stream().value(),
                stream.size().map(ImageSize::toString).orElse(""),
                number("%.1f", stream.framesPerSecond()),
                number("%.1f", stream.frameBytes() / KB),
                number("%.2f", stream.bytesPerSecond() / MB),
                perDay(stream.bytesPerSecond()));
    }

    private static String row(
            int width, String stream, String size, String fps, String frame, String rate, String day) {
        return String.format(
                Locale.ROOT, "%s  %-11s %7s  %10s  %7s  %8s", pad(stream, width), size, fps, frame, rate, day);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String perDay(double bytesPerSecond) {
        return number("%.1f", bytesPerSecond * SECONDS_OF_A_DAY / GB);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String partitions(Plan plan) {
        int advised = plan.partitions();
        int asked = plan.topics().partitionCount();
        return "partitions: " + advised + (advised == asked ? "" : " are advised, " + asked + " would be created");
    }

    private static String disk(Plan plan) {
        double copy = plan.diskBytes();
        int copies = plan.topics().replicationFactor().orElse(USUAL_COPIES);
        String kept = plan.secondsKept().isPresent()
                ? number("%.1f", plan.secondsKept().getAsDouble() / SECONDS_OF_AN_HOUR)
                        + " hours fit into --retention-bytes"
                : plan.retention().map(DurationText::format).orElse("any time");
        return "disk: " + size(copy) + " for one copy (" + kept + "), " + size(copy * copies) + " for " + copies
                + " replicas";
    }

    private static String size(double bytes) {
        return bytes < GB ? number("%.0f MB", bytes / MB) : number("%.1f GB", bytes / GB);
    }
}
