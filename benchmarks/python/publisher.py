"""The publisher to compare Framelog with: OpenCV and kafka-python, as in tutorials, but with JPEG instead of PNG.

usage: publisher.py HOST:PORT TOPIC FILE QUALITY
prints frames per second, from the first frame to the last acknowledgement
"""
import sys
import time

import cv2
from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers=sys.argv[1], max_request_size=8 << 20)
producer.partitions_for(sys.argv[2])
video = cv2.VideoCapture(sys.argv[3])
frames, start = 0, time.monotonic()
while True:
    good, picture = video.read()
    if not good:
        break
    good, image = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(sys.argv[4])])
    producer.send(sys.argv[2], image.tobytes())
    frames += 1
producer.flush()
print(f"{frames / (time.monotonic() - start):.1f}")
