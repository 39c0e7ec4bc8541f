package io.framelog.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is measured, and how long.
 *
 * @param root the repository
 * @param only the sections, by their names
 * @param rounds of each measurement; what is written is their median
 * @param length of a measurement
 * @param warmUp how long a server is used before it is measured
 * @param viewers how many there are, one measurement for each
 * @param device the number of a V4L2 device; empty for the harness's own camera
 * @param deviceEnvironment of processes that open the device
 * @param file a video; empty for one that is made
 * @param history how long the recordings are that are replayed
 * @param moments how many random ones are asked for
 */
public record RunOptions(
        Path root,
        List<String> only,
        int rounds,
        Duration length,
        Duration warmUp,
        List<Integer> viewers,
        OptionalInt device,
        Map<String, String> deviceEnvironment,
        Optional<Path> file,
        Duration history,
        int moments) {}
