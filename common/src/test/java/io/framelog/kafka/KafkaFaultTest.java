package io.framelog.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class KafkaFaultTest {
    @Test
    void namesTheMissingRightAndItsTopic() {
        assertEquals(
                "this user needs READ on topic a, b: allow it with kafka-acls",
                new KafkaFault(new TopicAuthorizationException(Set.of("b", "a")))
                        .text(KafkaFault.Right.READ, "video-stream"));
        assertEquals(
                "this user needs WRITE on topic video-stream: allow it with kafka-acls",
                new KafkaFault(new ClusterAuthorizationException("Cluster authorization failed."))
                        .text(KafkaFault.Right.WRITE, "video-stream"),
                "what a producer gets that may write to no topic");
    }

    @Test
    void namesTheLimitThatAFrameExceeds() {
        assertEquals(
                "it is larger than the topic allows: raise the topic's max.message.bytes",
                new KafkaFault(new RecordTooLargeException("larger than the max message size the server will accept"))
                        .text());
        assertEquals(
                "it is larger than max.request.size in --kafka-config: raise that setting",
                new KafkaFault(new RecordTooLargeException(
                                "larger than 1000, which is the value of the max.request.size configuration."))
                        .text());
    }

    @Test
    void saysWhatIsWrongWithACertificate() {
        assertEquals(
                "the broker's certificate is signed by nobody that this client trusts:"
                        + " put the signer's certificate into ssl.truststore.location",
                ofHandshake(new CertPathBuilderException("unable to find valid certification path")));
        assertEquals(
                "the broker's certificate has expired (NotAfter: yesterday): renew it",
                ofHandshake(new CertificateExpiredException("NotAfter: yesterday")));
        assertEquals(
                "the broker's certificate is for another host (No name matching kafka found):"
                        + " use a name that is in the certificate in --bootstrap-server and advertised.listeners",
                ofHandshake(new CertificateException("No name matching kafka found")));
    }

    private static String ofHandshake(Exception cause) {
        SSLHandshakeException handshake = new SSLHandshakeException(String.valueOf(cause.getMessage()));
        handshake.initCause(cause);
        return new KafkaFault(new SslAuthenticationException("SSL handshake failed", handshake)).text();
    }
}
