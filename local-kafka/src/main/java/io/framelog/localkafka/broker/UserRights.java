package io.framelog.localkafka.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Gives the users their passwords, and the least rights with which Framelog works. */
final class UserRights {

    private static final String FRAMES = "video-stream";
    private static final String EVENTS = "video-events";
    private static final List<String> TOPICS = List.of(FRAMES, "video-streams", EVENTS);
    /** The beginning of the names of all groups of {@code viewer notify}. */
    private static final String NOTIFY_GROUPS = "framelog-notify";
    /** The beginning of the names of groups of {@code viewer detect}. */
    private static final String DETECT_GROUPS = "framelog-detect";

    private static final int TIMEOUT_SECONDS = 30;
    private static final int ITERATIONS = 4096;

    private final DataFolder data;

    UserRights(DataFolder data) {
        this.data = data;
    }

    /**
     * Sets them if this broker has users. A right that is there already is not changed, and none is taken away.
     *
     * @throws IOException if the broker refuses it
     */
    void grant() throws IOException, InterruptedException {
        if (!Files.exists(data.client(User.ADMIN))) {
            return;
        }
        try (Admin admin = Admin.create(read(data.client(User.ADMIN)))) {
            admin.alterUserScramCredentials(passwords()).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            admin.createAcls(rights()).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("cannot set up the users: " + e.getMessage(), e);
        }
    }

    private List<UserScramCredentialAlteration> passwords() throws IOException {
        List<UserScramCredentialAlteration> changes = new ArrayList<>();
        read(data.passwords())
                .forEach((user, password) -> changes.add(new UserScramCredentialUpsertion(
                        String.valueOf(user),
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                        String.valueOf(password))));
        return changes;
    }

    private static List<AclBinding> rights() {
        List<AclBinding> rights = new ArrayList<>();
        for (String topic : TOPICS) {
            rights.add(allow(User.PUBLISHER, AclOperation.WRITE, topic));
            rights.add(allow(User.PUBLISHER, AclOperation.CREATE, topic));
            rights.add(allow(User.VIEWER, AclOperation.READ, topic));
        }
        rights.add(allow(User.VIEWER, AclOperation.WRITE, EVENTS));
        rights.add(allow(User.EXPORT, AclOperation.READ, FRAMES));
        rights.add(allow(User.NOTIFY, AclOperation.READ, EVENTS));
        rights.add(allow(
                User.NOTIFY,
                AclOperation.READ,
                new ResourcePattern(ResourceType.GROUP, NOTIFY_GROUPS, PatternType.PREFIXED)));
        rights.add(allow(User.DETECT, AclOperation.READ, FRAMES));
        rights.add(allow(User.DETECT, AclOperation.READ, EVENTS));
        rights.add(allow(User.DETECT, AclOperation.WRITE, EVENTS));
        rights.add(allow(User.DETECT, AclOperation.CREATE, EVENTS));
        rights.add(allow(
                User.DETECT,
                AclOperation.READ,
                new ResourcePattern(ResourceType.GROUP, DETECT_GROUPS, PatternType.PREFIXED)));
        return rights;
    }

    private static AclBinding allow(String user, AclOperation operation, String topic) {
        return allow(user, operation, new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL));
    }

    private static AclBinding allow(String user, AclOperation operation, ResourcePattern what) {
        return new AclBinding(what, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
