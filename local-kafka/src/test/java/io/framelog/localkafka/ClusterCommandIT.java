package io.framelog.localkafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The command with several brokers, run as users do. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script, the signals are POSIX's")
class ClusterCommandIT {

    @Test
    void startsAKilledBrokerAgainAndLeavesNothingBehind() throws Exception {
        try (ServiceProcess command =
                ServiceProcess.start("local-kafka", Map.of(), "--nodes", "3", "--port", "0", "--heap", "256m")) {
            Path data = Path.of(command.awaitLine("is ready at localhost:\\d+,localhost:\\d+,localhost:\\d+, data in "
                            + "(\\S+) \\(removed at the end\\)")
                    .group(1));
            String process = command.awaitLine("Broker 2 is process (\\d+) at").group(1);
            assertTrue(ProcessHandle.of(Long.parseLong(process)).orElseThrow().destroyForcibly());
            command.awaitLine("Broker 2 has ended with exit code 137 and is started again");
            command.awaitLine("Broker 2 is process (?!" + process + " )");

            List<ProcessHandle> nodes = command.handle().children().toList();
            assertEquals(4, nodes.size(), "three brokers and a controller");
            command.signal("TERM");
            assertEquals(143, command.awaitExit(), command.output());
            assertFalse(nodes.stream().anyMatch(ProcessHandle::isAlive));
            assertFalse(Files.exists(data));
        }
    }

    @Test
    void refusesTwoBrokersWhichWouldBothBeNeeded() throws Exception {
        try (ServiceProcess command = ServiceProcess.start("local-kafka", Map.of(), "--nodes", "2")) {
            assertEquals(2, command.awaitExit());
            assertEquals(
                    "local-kafka: --nodes must be 1, or between 3 and 9, not 2 (see local-kafka --help)",
                    command.output());
        }
    }
}
