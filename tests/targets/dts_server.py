"""Run by the Python that has dapytains: serves a catalogue as DTS, asks for everything, prints the answers as JSON."""

import json
import sys

from dapytains.app.app import create_app
from dapytains.app.database import db
from dapytains.app.ingest import store_catalog
from dapytains.metadata.xml_parser import parse
from flask import Flask

app = Flask("dts")
app, database = create_app(app)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///:memory:"
db.init_app(app)
with app.app_context():
    db.create_all()
    catalog, root = parse(sys.argv[1])
    store_catalog(catalog)
    client = app.test_client()
    answers = {"collection": client.get(f"/collection/?id={root.identifier}").json, "documents": {}}
    for member in answers["collection"]["member"]:
        name = member["@id"]
        navigation = client.get(f"/navigation/?resource={name}&down=-1").json
        passages = {}
        for unit in navigation["member"]:
            reference = unit["identifier"]
            answer = client.get(f"/document/?resource={name}&ref={reference}")
            passages[reference] = [unit["level"], answer.status_code, answer.text]
        answers["documents"][name] = passages
    json.dump(answers, sys.stdout)
