package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.localkafka.LocalKafka;
import io.framelog.localkafka.LocalKafkaOptions;
import io.framelog.localkafka.access.Access;
import io.framelog.testing.ServiceProcess;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** A Kafka with users, for the documented commands that change them. Starts at the first command. For one thread. */
final class ProtectedKafka implements AutoCloseable {
    private static final String ACLS =
            "kafka-acls.sh --bootstrap-server kafka:9093 --command-config admin.properties --add "
                    + "--allow-principal User:(\\w+)((?: --operation \\w+)+)((?: --topic [\\w-]+)+"
                    + "|(?: --group [\\w-]+)+ --resource-pattern-type prefixed)$";

    private @Nullable LocalKafka kafka;

    private LocalKafka kafka() {
        if (kafka == null) {
            kafka = LocalKafka.start(LocalKafkaOptions.defaults().withAccess(Access.SASL_OVER_TLS));
        }
        return kafka;
    }

    /**
     * Checks that a command gives a user exactly the rights on what it names with which other tests show that the services
     * work. Kafka's command itself is not on this class path.
     */
    void givesTheRights(String command) throws Exception {
        MatchResult match = Pattern.compile(ACLS)
                .matcher(command)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("not the usual form: " + command));
        String user = "User:" + match.group(1);
        ResourceType type = match.group(3).contains("--group") ? ResourceType.GROUP : ResourceType.TOPIC;
        PatternType names = type == ResourceType.GROUP ? PatternType.PREFIXED : PatternType.LITERAL;
        Set<AclBinding> rights = new HashSet<>();
        List<String> resources = values(match.group(3), type == ResourceType.GROUP ? "group" : "topic");
        for (String name : resources) {
            for (String operation : values(match.group(2), "operation")) {
                rights.add(new AclBinding(
                        new ResourcePattern(type, name, names),
                        new AccessControlEntry(
                                user, "*", AclOperation.fromString(operation), AclPermissionType.ALLOW)));
            }
        }
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(kafka().clientSettings("admin"))) {
            settings.load(reader);
        }
        try (Admin admin = Admin.create(settings)) {
            AclBindingFilter ofUser = new AclBindingFilter(
                    new ResourcePatternFilter(type, null, PatternType.ANY),
                    new AccessControlEntryFilter(user, null, AclOperation.ANY, AclPermissionType.ANY));
            Set<AclBinding> granted = admin.describeAcls(ofUser).values().get().stream()
                    .filter(right -> resources.contains(right.pattern().name()))
                    .collect(Collectors.toSet());
            assertEquals(rights, granted);
        }
    }

    private static List<String> values(String text, String option) {
        return Pattern.compile("--" + option + " (\\S+)")
                .matcher(text)
                .results()
                .map(value -> value.group(1))
                .collect(Collectors.toList());
    }

    /** Runs Kafka's own command, which must succeed. */
    void changesSettings(String command) throws Exception {
        LocalKafka running = kafka();
        Path broker = Markdown.root().resolve("local-kafka/target/framelog-local-kafka/broker");
        String own = command.replace("kafka:9093", running.bootstrapServer())
                .replace("admin.properties", "'" + running.clientSettings("admin") + "'")
                .replaceFirst("^kafka-configs\\.sh", "java -cp '" + broker + "/*' kafka.admin.ConfigCommand");
        try (ServiceProcess process = ServiceProcess.startCommand(Path.of("/bin/sh"), "-c", "exec " + own)) {
            assertEquals(0, process.awaitExit(), process.output());
            assertTrue(process.output().contains("Completed updating config for user publisher"), process.output());
        }
    }

    @Override
    public void close() {
        if (kafka != null) {
            kafka.close();
        }
    }
}
