"""The viewer to compare Framelog with: Flask and kafka-python, one consumer for each connection, as in tutorials.

It runs under gunicorn with threads. Only Content-Length was added: tutorials omit it, so clients must search for the
boundary.
"""
import os

from flask import Flask, Response
from kafka import KafkaConsumer

app = Flask(__name__)


def frames():
    for record in KafkaConsumer(os.environ["TOPIC"], bootstrap_servers=os.environ["BOOTSTRAP_SERVER"]):
        yield (
            b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: "
            + str(len(record.value)).encode()
            + b"\r\n\r\n"
            + record.value
            + b"\r\n"
        )


@app.route("/")
def ready():
    return "ready"


@app.route("/kaf/")
def stream():
    return Response(frames(), mimetype="multipart/x-mixed-replace; boundary=frame")
