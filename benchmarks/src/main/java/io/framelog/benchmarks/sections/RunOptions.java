package io.framelog.benchmarks.sections;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is measured, and for how long.
 *
 * @param root the repository
 * @param rounds how often each case is measured; tables show medians
 * @param length of a measurement
 * @param warmUp how long a server is used before it is measured
 * @param viewers numbers of viewers, one measurement for each
 * @param device the number of a V4L2 device; empty for the benchmark's own camera
 * @param deviceEnvironment for processes that open the device
 * @param file a video; empty for one that is made
 * @param history the length of the recording that is replayed
 * @param moments how many random moments of the recording are requested
 */
public record RunOptions(
        Path root,
        int rounds,
        Duration length,
        Duration warmUp,
        List<Integer> viewers,
        OptionalInt device,
        Map<String, String> deviceEnvironment,
        Optional<Path> file,
        Duration history,
        int moments) {}
