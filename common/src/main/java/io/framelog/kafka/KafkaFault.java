package io.framelog.kafka;

import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.net.ssl.SSLException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of Kafka's clients means, in the same words for all programs: the cause, and what to do.
 *
 * @param cause as the client threw it
 */
public record KafkaFault(Throwable cause) {
    /** The right that a program needs on a topic. */
    public enum Right {
        /** To fetch records. */
        READ,
        /** To send records. */
        WRITE,
        /** To create the topic. */
        CREATE
    }

    /** Whether no retry with the same settings can help: a right, a login, or a certificate is missing or wrong. */
    public boolean isDenied() {
        return cause instanceof AuthenticationException
                || cause instanceof TopicAuthorizationException
                || cause instanceof GroupAuthorizationException
                || cause instanceof ClusterAuthorizationException;
    }

    /**
     * The cause and the remedy for one who has asked for something in a topic.
     *
     * @param topic the topic, for failures that do not name it
     */
    public String text(Right right, String topic) {
        if (cause instanceof TopicAuthorizationException denied) {
            String topics = denied.unauthorizedTopics().isEmpty()
                    ? topic
                    : String.join(", ", new TreeSet<>(denied.unauthorizedTopics()));
            return missing(right, topics);
        }
        if (cause instanceof ClusterAuthorizationException) {
            // An idempotent producer without WRITE on any topic gets this.
            return missing(right, topic);
        }
        return text();
    }

    private static String missing(Right right, String topic) {
        return "this user needs " + right + " on topic " + topic + ": allow it with kafka-acls";
    }

    /** The cause and the remedy, in one sentence. */
    public String text() {
        if (cause instanceof RecordTooLargeException) {
            return ofSize(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof InvalidTimestampException) {
            return "its time is outside of what the topic allows (message.timestamp.before.max.ms and"
                    + " message.timestamp.after.max.ms): set this machine's clock";
        }
        if (cause instanceof NotEnoughReplicasException || cause instanceof NotEnoughReplicasAfterAppendException) {
            return "too few of the topic's replicas are in sync (min.insync.replicas): look after the other brokers";
        }
        if (cause instanceof UnknownTopicOrPartitionException) {
            return "the topic does not exist";
        }
        if (cause instanceof TimeoutException) {
            return "no answer in time (" + cause.getMessage() + ")";
        }
        if (cause instanceof GroupAuthorizationException denied) {
            return "this user needs READ on group " + denied.groupId() + ": allow it with kafka-acls";
        }
        if (cause instanceof ClusterAuthorizationException || cause instanceof TopicAuthorizationException) {
            return cause.getMessage() + " This user lacks a right: allow it with kafka-acls";
        }
        if (cause instanceof SaslAuthenticationException
                && String.valueOf(cause.getMessage()).contains("invalid cred")) {
            return "the broker does not accept this user and password: check sasl.jaas.config and sasl.mechanism";
        }
        List<Throwable> chain = chain();
        return chain.stream()
                .map(KafkaFault::ofCertificate)
                .flatMap(Optional::stream)
                .reduce((outer, inner) -> inner)
                .or(() -> chain.stream()
                        .map(KafkaFault::ofTls)
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElseGet(() -> other(chain));
    }

    /** Kafka's producer has limits of its own, which it names. */
    private static String ofSize(String detail) {
        for (String limit : List.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ProducerConfig.BUFFER_MEMORY_CONFIG)) {
            if (detail.contains(limit)) {
                return "it is larger than " + limit + " in --kafka-config: raise that setting";
            }
        }
        return "it is larger than the topic allows: raise the topic's max.message.bytes";
    }

    private static Optional<String> ofCertificate(Throwable fault) {
        String detail = String.valueOf(fault.getMessage());
        if (fault instanceof CertificateExpiredException) {
            return Optional.of("the broker's certificate has expired (" + detail + "): renew it");
        }
        if (fault instanceof CertificateNotYetValidException) {
            return Optional.of("the broker's certificate is not valid yet (" + detail + "): set this machine's clock");
        }
        if (fault instanceof CertPathBuilderException || detail.contains("No trusted certificate found")) {
            return Optional.of("the broker's certificate is signed by nobody that this client trusts:"
                    + " put the signer's certificate into ssl.truststore.location");
        }
        if (fault instanceof CertificateException && (detail.startsWith("No ") && detail.contains("name"))) {
            return Optional.of("the broker's certificate is for another host (" + detail
                    + "): use a name that is in the certificate in --bootstrap-server and advertised.listeners");
        }
        return Optional.empty();
    }

    private static Optional<String> ofTls(Throwable fault) {
        String detail = String.valueOf(fault.getMessage());
        if (!(fault instanceof SSLException)) {
            return Optional.empty();
        }
        if (detail.contains("Unsupported or unrecognized SSL message")) {
            return Optional.of("the port does not speak TLS: set security.protocol=PLAINTEXT (or SASL_PLAINTEXT)");
        }
        if (detail.contains("bad_certificate") || detail.contains("certificate_required")) {
            return Optional.of("the broker wants a certificate of the client (" + detail
                    + "): set ssl.keystore.location and ssl.keystore.password");
        }
        return Optional.of("the TLS connection fails: " + detail);
    }

    private static String other(List<Throwable> chain) {
        for (Throwable fault : chain) {
            if (fault instanceof NoSuchFileException missing) {
                return "the file " + missing.getMessage() + " does not exist";
            }
        }
        // The innermost one says most; those around it say that something else has failed.
        for (int i = chain.size() - 1; i >= 0; i--) {
            String detail = chain.get(i).getMessage();
            if (detail != null && !detail.isBlank()) {
                return detail.strip();
            }
        }
        return chain.get(0).getClass().getSimpleName();
    }

    private List<Throwable> chain() {
        List<Throwable> chain = new ArrayList<>();
        for (@Nullable Throwable fault = cause; fault != null && !chain.contains(fault); fault = fault.getCause()) {
            chain.add(fault);
        }
        return chain;
    }
}
