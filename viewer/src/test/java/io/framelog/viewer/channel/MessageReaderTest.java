package io.framelog.viewer.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.viewer.http.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {
    private final MessageReader reader = new MessageReader();

    @Test
    void readsWhatAWindowWatches() {
        assertEquals(
                new WindowMessage.Watch(List.of(
                        new Wanted(
                                1,
                                new StreamName("front"),
                                OptionalInt.of(320),
                                Duration.ofMillis(200),
                                Optional.empty(),
                                1),
                        new Wanted(
                                65_535,
                                new StreamName("a/b 100%"),
                                OptionalInt.empty(),
                                Duration.ZERO,
                                Optional.of("-10m"),
                                -0.5))),
                read("""
                        {'watch':[{'id':1,'stream':'front','width':320,'fps':5},
                        {'id':65535,'stream':'a/b 100%','from':'-10m','speed':-0.5}]}"""));
    }

    @Test
    void readsTheOtherMessages() {
        assertEquals(new WindowMessage.Shown(Map.of(1, 17L, 2, 4L)), read("{'shown':[[1,17],[2,4]]}"));
        assertEquals(new WindowMessage.Events(Optional.empty()), read("{'events':true}"));
        assertEquals(new WindowMessage.Events(Optional.of("0.12")), read("{'events':{'after':'0.12'}}"));
        assertEquals(new WindowMessage.ListOfStreams(), read("{'list':true}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x | a message is an object",
                "[] | a message is an object",
                "{} | a message is an object",
                "{'list':true,'events':true} | a message is an object",
                "{'watching':[]} | not 'watching'",
                "{'list':false} | list must be true",
                "{'events':{'since':1}} | events must be true or",
                "{'shown':[[1]]} | each of shown must be [id, frames]",
                "{'shown':[[1,-1]]} | frames must be a whole number",
                "{'watch':{}} | watch must be a list",
                "{'watch':[1]} | each of watch must be an object",
                "{'watch':[{'id':0,'stream':'a'}]} | id must be a whole number from 1 to 65535",
                "{'watch':[{'id':1.5,'stream':'a'}]} | id must be a whole number",
                "{'watch':[{'stream':'a'}]} | id must be a whole number",
                "{'watch':[{'id':1}]} | stream must be a text",
                "{'watch':[{'id':1,'stream':''}]} | stream is the name of a stream",
                "{'watch':[{'id':1,'stream':'a','width':15}]} | width must be a whole number from 16 to 4096",
                "{'watch':[{'id':1,'stream':'a','width':4097}]} | width must be",
                "{'watch':[{'id':1,'stream':'a','fps':0}]} | fps must be between 0.01 and 1000, not 0",
                "{'watch':[{'id':1,'stream':'a','fps':1001}]} | fps must be between",
                "{'watch':[{'id':1,'stream':'a','speed':2}]} | needs from",
                "{'watch':[{'id':1,'stream':'a','from':5}]} | from must be a text",
                "{'watch':[{'id':1,'stream':'a','to':'now'}]} | not 'to'",
                "{'watch':[{'id':1,'stream':'a'},{'id':1,'stream':'b'}]} | two pictures have the id 1"
            })
    void saysWhatIsWrong(String message, String part) {
        ProblemException refused = assertThrows(ProblemException.class, () -> read(message));
        assertEquals(400, refused.problem().status());
        assertTrue(refused.problem().detail().contains(part), refused.problem().detail());
    }

    @Test
    void limitsThePicturesOfAWindow() {
        assertTrue(read(watching(MessageReader.MAX_PICTURES)) instanceof WindowMessage.Watch);
        assertThrows(ProblemException.class, () -> read(watching(MessageReader.MAX_PICTURES + 1)));
    }

    private static String watching(int pictures) {
        return IntStream.rangeClosed(1, pictures)
                .mapToObj(id -> "{'id':" + id + ",'stream':'a'}")
                .collect(Collectors.joining(",", "{'watch':[", "]}"));
    }

    private WindowMessage read(String json) {
        return reader.read(json.replace('\'', '"'));
    }
}
