package io.framelog.publisher.plan;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan for programs. */
public final class PlanJson {
    private PlanJson() {}

    /** One line of JSON. */
    public static String of(Plan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        List<Map<String, Object>> streams =
                plan.streams().stream().map(PlanJson::stream).toList();
        json.put("streams", streams);
        json.put("bytesPerSecond", Math.round(plan.bytesPerSecond()));
        json.put("bytesPerDay", perDay(plan.bytesPerSecond()));
        json.put("partitions", plan.partitions());
        plan.retention().ifPresent(time -> json.put("retentionSeconds", time.toSeconds()));
        json.put("diskBytes", Math.round(plan.diskBytes()));
        plan.topics().replicationFactor().ifPresent(copies -> {
            json.put("replicationFactor", copies);
            json.put("diskBytesOfAllReplicas", Math.round(plan.diskBytes() * copies));
        });
        try {
            return JSON.std.asString(json);
        } catch (IOException e) {
            throw new IllegalStateException("a map of plain values is always JSON", e);
        }
    }

    private static Map<String, Object> stream(StreamNeed stream) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stream", stream.stream().value());
        if (stream.fault().isPresent()) {
            json.put("fault", stream.fault().get());
            return json;
        }
        stream.size().ifPresent(size -> {
            json.put("width", size.width());
            json.put("height", size.height());
        });
        json.put("framesPerSecond", Math.round(stream.framesPerSecond() * 1e3) / 1e3);
        json.put("bytesPerFrame", Math.round(stream.frameBytes()));
        json.put("bytesPerSecond", Math.round(stream.bytesPerSecond()));
        json.put("bytesPerDay", perDay(stream.bytesPerSecond()));
        return json;
    }

    private static long perDay(double bytesPerSecond) {
        return Math.round(bytesPerSecond * PlanTable.SECONDS_OF_A_DAY);
    }
}
